import type { Command } from '#flows/editing/command.ts';
import type { Merged } from '#flows/editing/merge.ts';
import type { NameUse } from '#flows/editing/use-lost.ts';
import type {
  Compiled,
  CompilerAnswer,
  CompilerRequest,
  Edited,
  MergedTexts,
  MergeRequest,
  NamesUsed,
  StepsText,
  Surroundings,
} from './protocol.ts';

interface Waiting {
  resolve: (answer: CompilerAnswer) => void;
  reject: (error: Error) => void;
}

/** The compiler of flows, working beside the page in a worker of its own. */
export class Compiler {
  #worker: Worker | undefined;
  #turn = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Checks and compiles a text. Rejects when the worker could not be loaded or was closed. */
  compile(source: string, format: 'yaml' | 'json', surroundings: Surroundings): Promise<Compiled> {
    return this.#ask((turn) => ({ turn, do: 'compile', source, format, surroundings })) as Promise<Compiled>;
  }

  /** Does a command to a text. Rejects as `compile` does; what cannot be done is an answer. */
  edit(source: string, format: 'yaml' | 'json', command: Command): Promise<Edited> {
    return this.#ask((turn) => ({ turn, do: 'edit', source, format, command })) as Promise<Edited>;
  }

  /** Merges what two people made of a text. Rejects as `compile` does. */
  async merge(texts: Omit<MergeRequest, 'turn' | 'do'>): Promise<Merged> {
    return ((await this.#ask((turn) => ({ turn, do: 'merge', ...texts }))) as MergedTexts).merged;
  }

  /** Steps of a text as a YAML list. Rejects as `compile` does. */
  async steps(source: string, format: 'yaml' | 'json', ids: readonly string[]): Promise<string> {
    return ((await this.#ask((turn) => ({ turn, do: 'steps', source, format, ids }))) as StepsText).steps;
  }

  /** Which names the steps of a text use. Rejects as `compile` does. */
  async names(source: string, format: 'yaml' | 'json'): Promise<NameUse[]> {
    return ((await this.#ask((turn) => ({ turn, do: 'names', source, format }))) as NamesUsed).uses;
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#fail('closed');
  }

  #ask(request: (turn: number) => CompilerRequest): Promise<CompilerAnswer> {
    this.#turn += 1;
    const turn = this.#turn;
    return new Promise((resolve, reject) => {
      this.#waiting.set(turn, { resolve, reject });
      this.#start().postMessage(request(turn));
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<CompilerAnswer>) => {
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
