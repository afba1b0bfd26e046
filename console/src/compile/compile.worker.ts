import '../no-eval.ts';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { CompileRequest, Compiled } from './protocol.ts';
import { placesOf } from './places.ts';

self.onmessage = ({ data }: MessageEvent<CompileRequest>) => {
  const { flow, problems, locate } = parseFlow(data.source, data.format);
  const answer: Compiled = { turn: data.turn, flow, problems, places: flow ? placesOf(flow, locate) : [], result: undefined };
  self.postMessage(answer);
};
