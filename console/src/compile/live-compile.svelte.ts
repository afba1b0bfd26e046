import { Compiler } from './compiler.ts';
import type { Compiled, Surroundings } from './protocol.ts';

/**
 * The compiled form of a text that may change: compiles again a moment after the last change. Make it while a
 * component is set up. The latest `flow` that could be read stays while the text is broken.
 */
export class LiveCompile {
  /** Of the latest text; undefined until the first answer. */
  compiled = $state.raw<Compiled>();
  /** The text that `compiled` is of. */
  source = $state('');
  /** The latest flow that could be read, to draw. */
  flow = $state.raw<Compiled['flow']>();
  /** A `$trigger` for the latest flow that could be read. */
  sample = $state.raw<Compiled['sample']>();
  /** True while an answer for the latest text is awaited. */
  working = $state(true);
  /** Why the compiler could not work. */
  fault = $state<string>();

  constructor(
    input: () => { source: string; format: 'yaml' | 'json' } | undefined,
    surroundings: () => Surroundings,
    pause = 250,
  ) {
    const compiler = new Compiler();
    let first = true;
    $effect(() => () => compiler.close());
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
            const compiled = await compiler.compile(text.source, text.format, $state.snapshot(around) as Surroundings);
            if (!stale) this.#take(compiled, text.source);
          } catch (thrown) {
            if (!stale) this.fault = String(thrown);
          }
        },
        first ? 0 : pause,
      );
      return () => {
        stale = true;
        clearTimeout(timer);
      };
    });
  }

  #take(compiled: Compiled, source: string): void {
    this.source = source;
    this.compiled = compiled;
    if (compiled.flow) {
      this.flow = compiled.flow;
      this.sample = compiled.sample;
    }
    this.working = false;
    this.fault = undefined;
  }
}
