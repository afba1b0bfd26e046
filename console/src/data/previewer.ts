import type { PreviewAnswer, PreviewRequest } from './preview-protocol.ts';

/** Milliseconds after which an answer is not awaited any more: expressions end by themselves before. */
const patience = 4000;

/** Evaluates texts beside the page; the worker ends when nobody asked for a while. */
class Previewer {
  #worker: Worker | undefined;
  #turn = 0;
  readonly #waiting = new Map<number, (answer: PreviewAnswer | undefined) => void>();
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** What a text becomes; undefined when that cannot be told. */
  preview(request: Omit<PreviewRequest, 'turn'>): Promise<PreviewAnswer | undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    const { promise, resolve } = Promise.withResolvers<PreviewAnswer | undefined>();
    this.#waiting.set(turn, resolve);
    this.#start().postMessage({ ...request, turn });
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#stop(), patience);
    return promise;
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<PreviewAnswer>) => {
      this.#waiting.get(data.turn)?.(data);
      this.#waiting.delete(data.turn);
    };
    worker.onerror = () => this.#stop();
    this.#worker = worker;
    return worker;
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

/** One for all fields of the page. */
export const previewer = new Previewer();
