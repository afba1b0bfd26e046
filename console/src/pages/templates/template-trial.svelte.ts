import type { Json } from '#flows/language/json.ts';
import type { Problem } from '#flows/language/problem.ts';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import type { Answer, Client } from '../../api/client.ts';
import { becameOf } from '../../parts/events/became-of.ts';
import type { Verdict } from '../../parts/events/outcome.ts';
import { underWay } from '../../parts/runs/run-status.ts';
import type { FlowText } from './use-template.ts';

/** `working`: on its way; `green`: every step succeeded and the flow is on; `red`: one did not, and the flow is off. */
export type TrialStage = 'idle' | 'working' | 'green' | 'red';

/** Makes the flows of a template and tries them with a sample. They stay on only when the sample goes through. */
export class TemplateTrial {
  stage = $state<TrialStage>('idle');
  /** What became of the sample; a run that is under way is looked at again. */
  verdict = $state.raw<Verdict>();
  run = $state.raw<Answer<'getRun'>>();
  hooks = $state.raw<Answer<'publishFlow'>['hooks']>([]);
  error = $state.raw<ApiError>();
  readonly #client: Client;
  /** The latest revision of each flow that this page made: it writes over no other. */
  readonly #made = new Map<string, number>();
  /** Flows that this page switched on. */
  readonly #on = new Set<string>();
  #event: string | undefined;
  #flow = '';
  #left = false;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Steps that failed, also where the flow went on without them: to who tries it that is no success. */
  get failed(): Answer<'getRun'>['steps'] {
    return (this.run?.steps ?? []).filter(({ status, error }) => status === 'failed' && error !== undefined);
  }

  get problems(): Problem[] {
    return (this.error?.problems ?? []) as Problem[];
  }

  /** All flows saved, or none of those that are new. Throws ApiError. */
  async save(flows: readonly FlowText[]): Promise<void> {
    const added: string[] = [];
    try {
      for (const { id, source } of flows) {
        const revision = this.#made.get(id) ?? 0;
        const saved = await this.#client.saveFlow({ params: { id }, body: { source, format: 'yaml', revision } });
        if (revision === 0) added.push(id);
        this.#made.set(id, saved.revision);
      }
    } catch (thrown) {
      for (const id of added) {
        await this.#client.deleteFlow({ params: { id } });
        this.#made.delete(id);
      }
      throw thrown;
    }
  }

  /** Saves and publishes all, those that are called before the one that calls, and sends the event to the first. */
  async start(flows: readonly FlowText[], data: Json): Promise<void> {
    this.stage = 'working';
    this.error = undefined;
    this.verdict = undefined;
    this.run = undefined;
    this.#event = undefined;
    this.#flow = flows[0]?.id ?? '';
    try {
      await this.save(flows);
      for (const { id } of flows.toReversed()) {
        if (this.#left) break;
        this.hooks = (await this.#client.publishFlow({ params: { id }, body: {} })).hooks;
        this.#on.add(id);
      }
      if (this.#left) return await this.#end('red');
      this.#event = (await this.#client.sendSample({ params: { id: this.#flow }, body: { data } })).event;
      if (this.#left) await this.#end('red');
    } catch (thrown) {
      this.error = asApiError(thrown);
      await this.#end('red');
    }
  }

  /** Looks what became of the sample. Throws ApiError. */
  async look(): Promise<void> {
    const event = this.#event;
    if (this.stage !== 'working' || event === undefined) return;
    const { verdict, run } = await becameOf(this.#client, event, this.#flow);
    if (this.#left) return;
    this.verdict = verdict;
    this.run = run;
    if (!verdict) return;
    if (!run) return this.#end('red');
    if (underWay(run.status)) return;
    await this.#end(run.status === 'succeeded' && this.failed.length === 0 ? 'green' : 'red');
  }

  /** For who leaves before the sample is through: no flow stays on that was not tried. True when one was being tried. */
  giveUp(): boolean {
    this.#left = true;
    if (this.stage !== 'working') return false;
    if (this.#event !== undefined) void this.#end('red');
    return true;
  }

  async #end(stage: 'green' | 'red'): Promise<void> {
    for (const id of stage === 'red' ? [...this.#on] : []) {
      try {
        const off = await this.#client.unpublishFlow({ params: { id } });
        this.#made.set(id, off.revision);
        this.#on.delete(id);
      } catch (thrown) {
        this.error ??= asApiError(thrown);
      }
    }
    this.stage = stage;
  }
}
