import { readdirSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { type ParsedFlow, parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { Problem } from '#flows/language/problem.ts';
import { ApiError } from '#functions/contract/api-error.ts';
import type { Client } from '#functions/contract/client.ts';
import { serverUrl } from '../api.ts';
import { CliError } from '../cli-error.ts';
import type { Command, Context } from '../command.ts';
import { printFindings, shownFinding } from '../findings.ts';
import { type FlowFile, readFlowFile } from '../flow-file.ts';
import { KnownTexts } from '../known-texts.ts';
import type { Output } from '../output.ts';
import { workspaceClock } from '../workspace-clock.ts';

type ReadFile = FlowFile & Pick<ParsedFlow, 'flow' | 'problems'>;

/** A file that was not pushed: it holds no flow, or would overwrite the work of somebody else. */
interface Refused {
  file: string;
  id?: string;
  error: { code: string; message: string };
  findings: unknown[];
}

interface Pushed {
  file: string;
  id: string;
  saved: 'created' | 'updated' | 'unchanged';
  /** Whether this push changed anything. */
  changed: boolean;
  revision?: number;
  version?: number;
  hooks: { trigger: string; url: string }[];
  next?: string[];
  findings?: unknown[];
  error?: unknown;
}

/**
 * Saves flows, and publishes them if asked to; doing it again changes nothing. Over a text that did not come from this
 * folder it saves only with `--over`.
 */
export const push: Command = {
  usage: 'push FILE|DIR [--publish] [--over]',
  options: { publish: { type: 'boolean' }, over: { type: 'boolean' } },
  async run(context) {
    const { line, output } = context;
    const [path] = line.words;
    if (path === undefined || line.words.length > 1) throw new CliError('missing', { usage: push.usage });
    const files = flowFiles(path);
    const read = files
      .map((file) => readFlowFile(file))
      .map((file) => ({ ...file, ...parseFlow(file.source, file.format) }));
    refuseTwins(read);
    const server = await serverUrl(context.environment);
    const done: (Pushed | Refused)[] = [];
    for (const each of read) done.push(await pushFile(each, server, context));
    const single = done.length === 1 && files[0] === path ? done[0] : undefined;
    output.result(single ?? { flows: done });
    return done.every(({ error }) => error === undefined);
  },
};

/** CliError when two files hold a flow of one id: whichever came second would replace the other. Saves nothing. */
function refuseTwins(files: ReadFile[]): void {
  const fileOf = new Map<string, string>();
  for (const { file, flow } of files) {
    if (!flow) continue;
    const first = fileOf.get(flow.id);
    if (first !== undefined) throw new CliError('twinFiles', { id: flow.id, first, second: file });
    fileOf.set(flow.id, file);
  }
}

async function pushFile(read: ReadFile, server: string, { line, api, output }: Context): Promise<Pushed | Refused> {
  const { file, source, format, flow, problems } = read;
  const { over, publish: publishIt } = line.options;
  if (!flow) {
    printFindings(file, problems, output);
    const message = output.word('unreadableFlow', { file });
    output.line(message);
    const findings = problems.map((problem) => shownFinding(problem, output));
    return { file, error: { code: 'unreadableFlow', message }, findings };
  }
  const { id } = flow;
  const before = await savedFlow(api, id);
  const unchanged = before?.source === source && before.format === format;
  const known = new KnownTexts(dirname(file), server);
  if (before && !unchanged && !over && !known.has(id, before)) {
    const { updatedBy: by } = before;
    const at = (await workspaceClock(api)).tell(before.updatedAt);
    const message = output.word('flowOfOthers', { file, id, by, at });
    output.line(message);
    return { file, id, error: { code: 'flowExists', message }, findings: [] };
  }
  const body = { source, format, revision: before?.revision ?? 0 };
  const after = unchanged ? before : await api.saveFlow({ params: { id }, body });
  known.keep(id, { source, format });
  const saved = unchanged ? 'unchanged' : before ? 'updated' : 'created';
  output.say(saved, { id, revision: after.revision });
  const result: Pushed = {
    file,
    id,
    saved,
    changed: saved !== 'unchanged',
    revision: after.revision,
    ...(after.version !== undefined && { version: after.version }),
    hooks: after.hooks,
    findings: after.findings,
  };
  if (!publishIt) {
    printFindings(file, after.findings as Problem[], output);
    return result;
  }
  return publishSaved(result, api, output);
}

async function publishSaved(saved: Pushed, api: Client, output: Output): Promise<Pushed> {
  const { id, file } = saved;
  try {
    const { version, changed, hooks, next, timeZone, findings } = await api.publishFlow({
      params: { id },
      body: {},
    });
    printFindings(file, findings as Problem[], output);
    output.say(changed ? 'published' : 'publishedBefore', { id, version });
    for (const { trigger, url } of hooks) output.line(`  ${trigger}  ${url}`);
    if (next[0]) output.say('firesNext', { at: (await workspaceClock(api)).tell(next[0], timeZone) });
    return { ...saved, version, changed: saved.changed || changed, hooks, next, findings };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    printFindings(file, error.problems as Problem[], output);
    output.say('notPublished', { id, reason: error.message });
    if (error.help) output.line(`    ${error.help}`);
    return { ...saved, error: error.toJSON() };
  }
}

/** Undefined when the server has no flow of this id. */
async function savedFlow(api: Client, id: string) {
  try {
    return await api.getFlow({ params: { id } });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** A folder gives every flow file in it, also in folders below, in the order of their names. */
function flowFiles(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.yaml', '.yml', '.json'].includes(extname(name)))
    .sort()
    .map((name) => join(path, name));
  if (files.length === 0) throw new CliError('noFlowFiles', { path });
  return files;
}
