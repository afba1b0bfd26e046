import { logLine } from '#functions/middleware/log-line.ts';
import { publish } from '#functions/publish/publish.ts';
import { allFlows, type FlowHead } from '#functions/store/flow.ts';
import { readVersion } from '#functions/store/version.ts';
import { compiler } from './compile-text.ts';
import { isLive } from './show-flow.ts';

/** Publishes flows again whose schedules follow the workspace's time zone, each with the text that is published now. */
export async function followTimeZone(by: string, now: number): Promise<void> {
  const compile = await compiler();
  for (const head of await allFlows()) {
    if (!isLive(head) || !head.published?.schedule) continue;
    try {
      await follow(head, head.published.version, compile, by, now);
    } catch (error) {
      logLine('WARN', 'followTimeZone', { flow: head.id, reason: (error as Error).message });
    }
  }
}

async function follow(
  head: FlowHead,
  number: number,
  compile: Awaited<ReturnType<typeof compiler>>,
  by: string,
  now: number,
): Promise<void> {
  const text = await readVersion(head.id, number);
  const compiled = text && compile(text).compiled;
  if (compiled && compiled.schedule?.timeZone !== head.published?.schedule?.timeZone) {
    await publish({ head, text, compiled, by, now });
  }
}
