import { isDeepStrictEqual } from 'node:util';
import { logLine } from '#functions/middleware/log-line.ts';
import { publish } from '#functions/publish/publish.ts';
import { allFlows, type FlowHead, isLive } from '#functions/store/flow.ts';
import { readCompiled, readVersion } from '#functions/store/version.ts';
import { compiler } from './compile-text.ts';

type Published = NonNullable<FlowHead['published']>;

/**
 * Publishes flows again that took something from the workspace's calendar which is no longer so, each with the text that
 * is published now: its time zone, or its holidays and make-up days. Runs under way keep their version.
 */
export async function followSettings(by: string, now: number): Promise<void> {
  const compile = await compiler();
  for (const head of await allFlows()) {
    if (!isLive(head) || !head.published) continue;
    try {
      await follow(head, head.published, compile, by, now);
    } catch (error) {
      logLine('WARN', 'followSettings', { flow: head.id, reason: (error as Error).message });
    }
  }
}

async function follow(
  head: FlowHead,
  { version, schedule, compiledHash }: Published,
  compile: Awaited<ReturnType<typeof compiler>>,
  by: string,
  now: number,
): Promise<void> {
  const text = await readVersion(head.id, version);
  const compiled = text && (await compile(text)).compiled;
  if (!compiled) return;
  const { calendar } = await readCompiled(compiledHash);
  const same = isDeepStrictEqual(compiled.calendar, calendar) && compiled.schedule?.timeZone === schedule?.timeZone;
  if (!same) await publish({ head, text, compiled, by, now });
}
