import '../no-eval.ts';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { sampleTrigger } from '#flows/compiler/trigger/sample-trigger.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { placesOf } from './places.ts';
import type { Compiled, CompileRequest } from './protocol.ts';

self.onmessage = ({ data }: MessageEvent<CompileRequest>) => {
  self.postMessage(answer(data));
};

function answer({ turn, source, format, surroundings: { connections, calendar } }: CompileRequest): Compiled {
  const { flow, locate } = parseFlow(source, format);
  const { compiled, problems } = compile(source, format, {
    catalogue,
    deployment: calendar,
    ...(connections && {
      connections: Object.fromEntries(connections.map(({ name, connector }) => [name, connector])),
    }),
  });
  return {
    turn,
    flow,
    problems,
    sample: flow && sampleTrigger(flow, sampleOf(flow.trigger.use), new Date().toISOString()),
    places: flow ? placesOf(flow, locate) : [],
    result: compiled && { type: compiled.type, deadline: compiled.deadline, cost: compiled.cost },
  };
}

/** What the trigger itself gives as a typical event. */
function sampleOf(use: string): JsonObject {
  const [connector = '', name = ''] = use.split('.');
  return (catalogue[connector]?.triggers[name]?.sample ?? {}) as JsonObject;
}
