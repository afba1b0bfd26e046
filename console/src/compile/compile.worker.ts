import { operationOf } from '#flows/connectors/operation-of.ts';
import '../no-eval.ts';
import { type ParsedFlow, parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { sampleTrigger } from '#flows/compiler/trigger/sample-trigger.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { apply } from '#flows/editing/apply.ts';
import { type Merged, merge } from '#flows/editing/merge.ts';
import { conflictKey } from '#flows/editing/merge-models.ts';
import { readSource } from '#flows/editing/read-source.ts';
import { stepsAsText } from '#flows/editing/steps-as-text.ts';
import { nameUses } from '#flows/editing/use-lost.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { placesOf } from './places.ts';
import type {
  Compiled,
  CompileRequest,
  CompilerAnswer,
  CompilerRequest,
  Edited,
  EditRequest,
  MergeRequest,
  Read,
} from './protocol.ts';
import { written } from './written.ts';

self.onmessage = ({ data }: MessageEvent<CompilerRequest>) => {
  self.postMessage(answer(data));
};

function answer(data: CompilerRequest): CompilerAnswer {
  switch (data.do) {
    case 'compile':
      return compiled(data);
    case 'edit':
      return edited(data);
    case 'names': {
      const source = readSource(data.source, data.format);
      return { turn: data.turn, uses: source ? nameUses(source) : [] };
    }
    case 'merge':
      return { turn: data.turn, merged: merged(data) };
    case 'steps':
      return { turn: data.turn, steps: stepsAsText(data.source, data.format, data.ids) };
  }
}

function compiled({ turn, source, format, surroundings: { connections, flows, calendar } }: CompileRequest): Compiled {
  const parsed = parseFlow(source, format);
  const { flow } = parsed;
  const { compiled, problems } = compile(source, format, {
    catalogue,
    deployment: calendar,
    ...(flows && { flows }),
    ...(connections && {
      connections: Object.fromEntries(connections.map(({ name, connector }) => [name, connector])),
    }),
  });
  return {
    turn,
    ...read(source, format, parsed),
    problems,
    sample: flow && sampleTrigger(flow, sampleOf(flow.trigger.use), new Date().toISOString(), calendar.timeZone),
    result: compiled && { type: compiled.type, deadline: compiled.deadline, cost: compiled.cost },
  };
}

function edited({ turn, source, format, command }: EditRequest): Edited {
  const edit = apply(source, format, command);
  if ('refused' in edit) return { turn, edit };
  // What was read along is large, and of no use outside.
  const { source: _, ...said } = edit;
  return { turn, edit: said, read: read(edit.text, format, parseFlow(edit.text, format)) };
}

function merged({ base, mine, theirs, format, sides }: MergeRequest): Merged {
  return merge(base, mine, theirs, format, (conflict) => sides[conflictKey(conflict)] ?? 'mine');
}

function read(text: string, format: 'yaml' | 'json', { flow, locate }: ParsedFlow): Read {
  const source = readSource(text, format);
  return { flow, written: source && written(source.root), places: flow ? placesOf(flow, locate) : [] };
}

/** What the trigger itself gives as a typical event. */
function sampleOf(use: string): JsonObject {
  return (operationOf(catalogue, use, 'triggers')?.sample ?? {}) as JsonObject;
}
