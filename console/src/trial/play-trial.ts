import type { Trial, TrialRequest } from './protocol.ts';

/** Milliseconds after which a dry run is given up. */
const longest = 20_000;

/** Plays a dry run beside the page. Undefined when the text has errors; rejects when it takes too long or is given up. */
export function playTrial(request: TrialRequest, signal: AbortSignal): Promise<Trial | undefined> {
  const worker = new Worker(new URL('./trial.worker.ts', import.meta.url), { type: 'module' });
  const given = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  return new Promise<Trial | undefined>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Trial | undefined>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    given.addEventListener('abort', () => reject(given.reason));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
