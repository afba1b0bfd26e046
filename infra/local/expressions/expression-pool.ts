import type { CompileOptions } from '#flows/compiler/compile.ts';
import type { Compilation } from '#flows/compiler/compile-text.ts';
import { maxWork, quickWork } from '#flows/expression/budget.ts';
import { ExpressionError } from '#flows/expression/expression-error.ts';
import type { Surroundings } from '#flows/expression/host.ts';
import { evaluatePlain } from '#flows/expression/plain.ts';
import { unsure } from '#flows/expression/shortcut.ts';
import type { History, HistoryRequest } from '#flows/history/history-of.ts';
import type { Json } from '#flows/language/json.ts';
import { AwsError } from '../aws-error.ts';
import type { Diagnostic } from '../stepfunctions/definition/diagnostic.ts';
import type { MachineType } from '../stepfunctions/machines.ts';
import type { Evaluated, EvaluateJob } from './jobs.ts';
import { type Ended, Lane } from './lane.ts';
import { neededBindings } from './needed-bindings.ts';

/** Milliseconds that a run which is to be shown waits for its turn. */
const longestQueue = 10_000;

/** Expressions that are known not to be quick. */
const keptSlow = 1000;

/**
 * Where this machine evaluates the expressions of flows and compiles their texts: plain expressions at once, all others
 * in threads that can be ended. Flows take turns; those that take their time wait for each other and for nobody else.
 */
export class ExpressionPool {
  readonly #quick = new Lane({ ahead: 16, patience: 500 });
  readonly #slow = new Lane({ ahead: 1, patience: 10_000 });
  readonly #compiling = new Lane({ ahead: 1, patience: 20_000 });
  readonly #showing = new Lane({ ahead: 1, patience: 15_000 });
  readonly #known = new Set<string>();
  #evaluations = 0;

  /** Evaluations that were not plain. */
  get evaluations(): number {
    return this.#evaluations;
  }

  /** As evaluate.ts does, for a flow. */
  async evaluate(
    flow: string,
    source: string,
    bindings: Readonly<Record<string, unknown>>,
    surroundings: Surroundings,
  ): Promise<Json | undefined> {
    const plain = evaluatePlain(source, bindings);
    return plain === unsure ? this.evaluateApart(flow, source, bindings, surroundings) : plain;
  }

  /** As `evaluate`, for an expression that is not plain. */
  async evaluateApart(
    flow: string,
    source: string,
    bindings: Readonly<Record<string, unknown>>,
    { now, random, allowance }: Surroundings,
  ): Promise<Json | undefined> {
    const left = allowance ? allowance.most - allowance.spent : Number.POSITIVE_INFINITY;
    const most = Math.max(left, quickWork);
    // What is random is drawn there; one number here must not stand for several of them.
    const seed = (/\$(random|uuid|shuffle)/.test(source) ? [0, 0, 0, 0] : []).map(() => Math.floor(random() * 2 ** 32));
    const [a = 0, b = 0, c = 0, d = 0] = seed;
    const job = { kind: 'evaluate', source, bindings: neededBindings(source, bindings), now, most } as const;
    this.#evaluations++;
    const answer = await this.#run(flow, { ...job, seed: [a, b, c, d], slice: quickWork });
    if (allowance) allowance.spent += Math.min(most, typeof answer === 'string' ? maxWork : answer.work);
    if (answer === 'stopping') throw new Error('Millrace is stopping.');
    if (answer === 'tooSlow') throw new ExpressionError('TooSlow', 'The expression takes too long. Check for a loop.');
    if (answer === 'tooLarge') {
      throw new ExpressionError('TooLarge', 'The expression builds a value that is too large.');
    }
    if ('value' in answer) return answer.value;
    if ('more' in answer) throw new ExpressionError('TooSlow', 'The expression takes too long. Check for a loop.');
    throw new ExpressionError(answer.error.code, answer.error.message, answer.error.position);
  }

  /** What a text means; undefined when that takes too long to find out. */
  async compile(
    source: string,
    format: 'yaml' | 'json',
    options: Omit<CompileOptions, 'catalogue'>,
  ): Promise<Compilation | undefined> {
    const answer = await this.#compiling.run('compile', { kind: 'compile', source, format, options });
    return typeof answer === 'string' ? undefined : (answer as Compilation);
  }

  /** What is wrong with a definition of a state machine. */
  async diagnose(definition: string, type: MachineType): Promise<Diagnostic[]> {
    const answer = await this.#compiling.run('diagnose', { kind: 'diagnose', definition, type });
    if (typeof answer === 'string') {
      throw new AwsError('InvalidDefinition', 'Invalid State Machine Definition: it takes too long to be checked');
    }
    if ('refused' in answer) throw new AwsError(answer.refused.name, answer.refused.message);
    return (answer as { problems: Diagnostic[] }).problems;
  }

  /** The steps of a run; undefined when they take too long to work out. */
  async history(flow: string, request: HistoryRequest): Promise<History | undefined> {
    const answer = await this.#showing.run(flow, { kind: 'history', request }, longestQueue);
    return typeof answer === 'string' ? undefined : (answer as History);
  }

  stop(): void {
    for (const lane of [this.#quick, this.#slow, this.#compiling, this.#showing]) lane.stop();
  }

  async #run(flow: string, job: EvaluateJob): Promise<Evaluated | Ended> {
    const key = `${flow}\n${job.source}`;
    if (!this.#known.has(key)) {
      const answer = (await this.#quick.run(flow, job)) as Evaluated | Ended;
      if (answer !== 'tooSlow' && !(typeof answer === 'object' && 'more' in answer)) return answer;
      this.#remember(key);
    }
    return (await this.#slow.run(flow, { ...job, slice: Number.POSITIVE_INFINITY })) as Evaluated | Ended;
  }

  #remember(key: string): void {
    if (this.#known.size >= keptSlow) this.#known.delete(this.#known.keys().next().value!);
    this.#known.add(key);
  }
}
