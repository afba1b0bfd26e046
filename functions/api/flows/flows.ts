import { usedConnectors } from '#flows/compiler/trigger/used-connections.ts';
import type { Flow } from '#flows/language/flow.ts';
import { textLimit, textSize } from '#flows/language/text-size.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import {
  type FlowHead,
  type FlowText,
  listFlows as flowsOf,
  readFlow,
  readHead,
  textHash,
  writeFlow,
} from '#functions/store/flow.ts';
import { pinChanges } from '#functions/store/pin.ts';
import type { Handle } from '../door/call.ts';
import { pageOf } from '../door/page.ts';
import { compiler } from './compile-text.ts';
import { savedMeanwhile } from './saved-meanwhile.ts';
import { countProblems, showDetail, showSummary } from './show-flow.ts';

/** Saves of others that may come between before one of this flow is given up. */
const tries = 20;

/** Flows by name; with a search, those whose name, id or description holds it. */
export const listFlows: Handle<'listFlows'> = async ({ query, now }) => {
  const { search, state } = query;
  const wanted = search?.toLowerCase();
  const { limit, cursor } = pageOf(query);
  const heads: FlowHead[] = [];
  let next = cursor;
  do {
    const page = await flowsOf({ limit: limit - heads.length, cursor: next });
    heads.push(
      ...page.items.filter(
        (head) =>
          (!state || head.state === state) &&
          (!wanted || `${head.name}\n${head.id}\n${head.description ?? ''}`.toLowerCase().includes(wanted)),
      ),
    );
    next = page.next;
  } while (next && heads.length < limit);
  return { items: await Promise.all(heads.map((head) => showSummary(head, now))), ...(next && { next }) };
};

/** One flow with its text. */
export const getFlow: Handle<'getFlow'> = async (call) => {
  const { params } = call;
  const flow = await readFlow(params.id);
  if (!flow) throw new AppError(404, 'noFlow', { params });
  return showDetail(flow, call);
};

/** The latest revision of a flow, without its text, and how often its pins changed. */
export const getRevision: Handle<'getRevision'> = async ({ params }) => {
  const [head, pins] = await Promise.all([readHead(params.id), pinChanges(params.id)]);
  if (!head) throw new AppError(404, 'noFlow', { params });
  const { revision, updatedAt, updatedBy } = head;
  return { revision, updatedAt, updatedBy, pins };
};

/**
 * Creates a flow, or saves its text over the revision that it is based on. Errors in it are no obstacle: only publishing
 * needs a text without any.
 */
export const saveFlow: Handle<'saveFlow'> = async (call) => {
  const { params, body, caller, now } = call;
  const { id } = params;
  const { source, format, revision } = body;
  const size = textSize(source);
  if (size > textLimit) {
    throw new AppError(413, 'flowTooLarge', { params: { size, limit: textLimit }, field: 'body.source' });
  }
  const told = await readText(id, { source, format });
  const updated = { updatedAt: new Date(now).toISOString(), updatedBy: caller.name };
  for (let attempt = 1; attempt <= tries; attempt++) {
    const before = await readFlow(id);
    const latest = before?.head.revision ?? 0;
    if (revision !== latest) {
      throw before ? savedMeanwhile(before.head, revision) : new AppError(404, 'noFlow', { params });
    }
    if (before?.head.textHash === told.textHash) return showDetail(before, call);
    const { state, createdAt, published, hook, name } = before?.head ?? {
      state: 'draft',
      createdAt: updated.updatedAt,
    };
    const head: FlowHead = {
      id,
      ...told,
      name: told.name ?? name ?? id,
      state,
      createdAt,
      ...(published && { published }),
      ...(hook !== undefined && { hook }),
      revision: latest + 1,
      ...updated,
    };
    const text: FlowText = { source, format, revision: head.revision };
    if (await writeFlow(head, text, before?.head)) return showDetail({ head, text }, call);
  }
  throw new AppError(409, 'publishUnderWay', { params: { by: '-', at: updated.updatedAt } });
};

/** What the text says of the flow; without a name where it cannot be read. */
async function readText(id: string, text: Pick<FlowText, 'source' | 'format'>) {
  const { flow, problems, compiled } = await (await compiler())(text);
  if (flow && flow.id !== id) {
    throw new AppError(400, 'idDiffers', { params: { inside: flow.id, id }, field: 'body.source' });
  }
  return {
    name: flow?.name,
    ...(flow?.description !== undefined && { description: flow.description }),
    ...(flow && { trigger: flow.trigger.use }),
    connectors: flow ? connectorsOf(flow) : [],
    problems: countProblems(problems),
    ...(compiled && { cost: compiled.cost }),
    textHash: textHash(text),
  };
}

function connectorsOf(flow: Flow): string[] {
  return [...new Set([flow.trigger.use.split('.')[0] ?? '', ...usedConnectors(flow)])];
}
