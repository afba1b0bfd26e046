import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import type { FlowHead, FlowText } from '#functions/store/flow.ts';
import { isLive, textHash } from '#functions/store/flow.ts';
import { compiledHash, newestVersion, writeCompiled, writeVersion } from '#functions/store/version.ts';
import { endIntent, type Intent, newIntent, noteVersion, takeIntent } from './intent.ts';
import { publishMachine } from './machine.ts';
import { moveTo } from './move.ts';
import { rollBack } from './reconcile.ts';
import { prepareSchedule } from './schedule.ts';
import { settle } from './settle.ts';

/** What is to be published: a saved text and what the compiler made of it. */
export interface Publication {
  head: FlowHead;
  text: Pick<FlowText, 'source' | 'format'>;
  compiled: CompiledFlow;
  by: string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Publishes a flow and returns its version; `changed` is false when this very text was live already. Throws FlowBusy,
 * MachineEnding or what AWS refuses, and then nothing has changed for the flow. What a crash leaves is for `reconcile`.
 */
export async function publish(publication: Publication): Promise<{ version: number; changed: boolean }> {
  const { head, text, compiled, by, now } = publication;
  const hash = compiledHash(compiled);
  if (isLive(head) && head.published?.compiledHash === hash && head.published.textHash === textHash(text)) {
    return { version: head.published.version, changed: false };
  }
  const intent = newIntent(head.id, by, now);
  await takeIntent(intent);
  let version: number;
  try {
    await writeCompiled(compiled);
    version = await numberVersion(publication, intent, hash);
    const machine = await publishMachine(compiled, version);
    if (compiled.schedule) await prepareSchedule(head.id, compiled.schedule);
    await moveTo(intent, compiled, { version, machine, compiledHash: hash, textHash: textHash(text) }, now);
  } catch (error) {
    await rollBack(intent);
    throw error;
  }
  await settle(head.id);
  await endIntent(intent);
  return { version, changed: true };
}

/** A text that was published before and taken off keeps its number. */
async function numberVersion(
  { head, text, compiled, by, now }: Publication,
  intent: Intent,
  hash: string,
): Promise<number> {
  const newest = await newestVersion(head.id);
  const same = newest?.compiledHash === hash && newest.textHash === textHash(text);
  if (newest && same && newest.version === head.published?.version) return newest.version;
  const version = (newest?.version ?? 0) + 1;
  await noteVersion(intent, version);
  await writeVersion({
    flow: head.id,
    version,
    name: head.name,
    publishedAt: new Date(now).toISOString(),
    publishedBy: by,
    type: compiled.type,
    source: text.source,
    format: text.format,
    textHash: textHash(text),
    compiledHash: hash,
    connections: compiled.connections,
  });
  return version;
}
