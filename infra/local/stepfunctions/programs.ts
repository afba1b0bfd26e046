import type { Machine as Program } from '#flows/engine/definition/machine.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Machine, Machines } from './machines.ts';

const kept = 500;

/** Seconds that an EXPRESS execution may take, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestExpress = 300;

/** Definitions made ready for the engine; those used last are kept. */
export class Programs {
  readonly #machines: Machines;
  readonly #programs = new Map<number, Program>();

  constructor(machines: Machines) {
    this.#machines = machines;
  }

  /** The program of one revision. */
  get(machine: Machine, revision: number): Program {
    const known = this.#programs.get(revision);
    if (known) {
      if (this.#programs.size > kept / 2) {
        this.#programs.delete(revision);
        this.#programs.set(revision, known);
      }
      return known;
    }
    const program = prepare(this.#machines.revision(revision).definition, machine.type);
    this.#programs.set(revision, program);
    if (this.#programs.size > kept) this.#programs.delete(this.#programs.keys().next().value!);
    return program;
  }
}

/** A definition that was found good, made ready for the engine; throws for one that cannot be read. */
function prepare(definition: string, type: Machine['type']): Program {
  const parsed = JSON.parse(definition) as JsonObject;
  if (type === 'STANDARD') return parseMachine(parsed, type, { checked: true });
  const seconds = typeof parsed.TimeoutSeconds === 'number' ? parsed.TimeoutSeconds : longestExpress;
  return parseMachine({ ...parsed, TimeoutSeconds: Math.min(seconds, longestExpress) }, type, { checked: true });
}
