import type { HttpEvent, HttpResult } from '#functions/middleware/http-event.ts';
import { admit } from '../door/admit.ts';
import { handler } from '../handler.ts';

/**
 * Judges a request by all but its body, for a server that has not read that yet: turned away with this answer, or let in
 * with a body of so many bytes.
 */
export async function judgeHead(event: HttpEvent): Promise<{ refused: HttpResult } | { maxBodyBytes: number }> {
  try {
    const { route } = await admit(event, Date.now());
    return { maxBodyBytes: route.maxBodyBytes };
  } catch {
    // The whole door says why, and counts it.
    return { refused: await handler(event, {} as never) };
  }
}
