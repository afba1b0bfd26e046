import type { Command } from '#flows/editing/command.ts';
import type { NameUse } from '#flows/editing/use-lost.ts';
import { Compiler } from './compiler.ts';
import type { Compiled, Edited, Read, Surroundings } from './protocol.ts';

/** Milliseconds after a key before the text is looked at: the next one is near. */
const pause = 250;

/**
 * The compiled form of a text that may change: compiles again after each change, a moment later while it is typed. Make it while a
 * component is set up. The latest `flow` that could be read stays while the text is broken.
 */
export class LiveCompile {
  /** Of the latest text; undefined until the first answer. */
  compiled = $state.raw<Compiled>();
  /** The text that `compiled` is of. */
  source = $state('');
  /** The latest flow that could be read, to draw. */
  flow = $state.raw<Compiled['flow']>();
  /** The latest document that could be read, as its author wrote it. */
  written = $state.raw<Compiled['written']>();
  /** Where the steps of `flow` are. */
  places = $state.raw<Compiled['places']>([]);
  /** A `$trigger` for the latest flow that could be read. */
  sample = $state.raw<Compiled['sample']>();
  /** True while an answer for the latest text is awaited. */
  working = $state(true);
  /** Why the compiler could not work. */
  fault = $state<string>();
  readonly #compiler = new Compiler();

  constructor(
    input: () => { source: string; format: 'yaml' | 'json'; typing?: boolean } | undefined,
    surroundings: () => Surroundings,
  ) {
    let first = true;
    $effect(() => () => this.#compiler.close());
    $effect(() => {
      const text = input();
      const around = surroundings();
      if (!text) return;
      let stale = false;
      this.working = true;
      const timer = setTimeout(
        async () => {
          first = false;
          try {
            const { source, format } = text;
            const compiled = await this.#compiler.compile(source, format, $state.snapshot(around) as Surroundings);
            if (!stale) this.#take(compiled, source);
          } catch (thrown) {
            if (!stale) this.fault = String(thrown);
          }
        },
        first || !text.typing ? 0 : pause,
      );
      return () => {
        stale = true;
        clearTimeout(timer);
      };
    });
  }

  /** Does a command to a text, beside the page. */
  edit(source: string, format: 'yaml' | 'json', command: Command): Promise<Edited> {
    return this.#compiler.edit(source, format, command);
  }

  /** Merges what two people made of a text, beside the page. */
  merge(texts: Parameters<Compiler['merge']>[0]): ReturnType<Compiler['merge']> {
    return this.#compiler.merge(texts);
  }

  /** Steps of a text as a YAML list, to be put elsewhere. */
  steps(source: string, format: 'yaml' | 'json', ids: readonly string[]): Promise<string> {
    return this.#compiler.steps(source, format, ids);
  }

  /** Which names the steps of a text use. */
  names(source: string, format: 'yaml' | 'json'): Promise<NameUse[]> {
    return this.#compiler.names(source, format);
  }

  /** Shows a text as it was read, before it is judged. */
  show({ flow, places, written }: Read): void {
    if (written) this.written = written;
    if (!flow) return;
    this.flow = flow;
    this.places = places;
  }

  #take(compiled: Compiled, source: string): void {
    this.source = source;
    this.compiled = compiled;
    this.show(compiled);
    if (compiled.flow) this.sample = compiled.sample;
    this.working = false;
    this.fault = undefined;
  }
}
