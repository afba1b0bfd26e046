import type { Flow } from '#flows/language/flow.ts';

export interface FlowText {
  source: string;
  format: 'yaml' | 'json';
}

/**
 * What a text says as a flow, read beside the page and without the compiler; undefined when it has no meaning as one.
 * Rejects when the worker could not be loaded.
 */
export function readFlow({ source, format }: FlowText): Promise<Flow | undefined> {
  const worker = new Worker(new URL('./read-flow.worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<Flow | undefined>();
  worker.onmessage = ({ data }: MessageEvent<Flow | undefined>) => resolve(data);
  worker.onerror = (event) => reject(new Error(`The flow could not be read: ${event.message}`));
  worker.postMessage({ source, format });
  return promise.finally(() => worker.terminate());
}
