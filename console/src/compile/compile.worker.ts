import '../no-eval.ts';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { placesOf } from './places.ts';
import type { Compiled, CompileRequest } from './protocol.ts';

self.onmessage = ({ data }: MessageEvent<CompileRequest>) => {
  self.postMessage(answer(data));
};

function answer({ turn, source, format, surroundings: { connections, timeZone } }: CompileRequest): Compiled {
  const { flow, locate } = parseFlow(source, format);
  const { compiled, problems } = compile(source, format, {
    catalogue,
    deployment: { timeZone },
    ...(connections && {
      connections: Object.fromEntries(connections.map(({ name, connector }) => [name, connector])),
    }),
  });
  return {
    turn,
    flow,
    problems,
    places: flow ? placesOf(flow, locate) : [],
    result: compiled && { type: compiled.type, deadline: compiled.deadline, cost: compiled.cost },
  };
}
