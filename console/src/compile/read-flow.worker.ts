import '../no-eval.ts';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import type { FlowText } from './read-flow.ts';

self.onmessage = ({ data: { source, format } }: MessageEvent<FlowText>) => {
  self.postMessage(parseFlow(source, format).flow);
};
