import type { Compiled, CompileRequest, Surroundings } from './protocol.ts';

/** The compiler of flows, working beside the page in a worker of its own. */
export class Compiler {
  #worker: Worker | undefined;
  #turn = 0;
  readonly #waiting = new Map<number, { resolve: (compiled: Compiled) => void; reject: (error: Error) => void }>();

  /** Checks and compiles a text. Rejects when the worker could not be loaded or was closed. */
  compile(source: string, format: 'yaml' | 'json', surroundings: Surroundings): Promise<Compiled> {
    this.#turn += 1;
    const request: CompileRequest = { turn: this.#turn, source, format, surroundings };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.turn, { resolve, reject });
      this.#start().postMessage(request);
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#fail('closed');
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Compiled>) => {
      this.#waiting.get(data.turn)?.resolve(data);
      this.#waiting.delete(data.turn);
    };
    worker.onerror = (event) => this.#fail(event.message);
    this.#worker = worker;
    return worker;
  }

  #fail(why: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`The compiler stopped: ${why}`));
    this.#waiting.clear();
  }
}
