import { api } from '#functions/contract/api.ts';
import type { Route } from '#functions/contract/route.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { HttpEvent } from '#functions/middleware/http-event.ts';
import { authenticate, mustBe, mustBeOurs } from './authenticate.ts';
import type { Caller } from './call.ts';
import { findRoute, type RouteId } from './router.ts';

export interface Admitted {
  id: RouteId;
  route: Route;
  /** Values of the path. */
  params: Record<string, string>;
  caller: Caller | undefined;
}

/**
 * What a request asks for and who asks, judged by all but its body. Who is not signed in learns nothing, not even which
 * addresses exist. Throws AppError 401, 403, 404 or 405.
 */
export async function admit(event: HttpEvent, now: number): Promise<Admitted> {
  const caller = await authenticate(event, now);
  const { method } = event.requestContext.http;
  const unauthenticated = () => new AppError(401, 'unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
  let found: ReturnType<typeof findRoute>;
  try {
    found = findRoute(method, event.rawPath);
  } catch (error) {
    throw caller ? error : unauthenticated();
  }
  const route = api[found.id] as unknown as Route;
  if (route.role !== 'public') {
    if (!caller) throw unauthenticated();
    mustBe(route.role, caller);
  }
  mustBeOurs(event, route.role === 'public' ? undefined : caller);
  return { ...found, route, caller };
}
