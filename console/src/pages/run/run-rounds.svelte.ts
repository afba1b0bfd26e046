import type { Answer, Client } from '../../api/client.ts';
import { Resource } from '../../api/resource.svelte.ts';

type RunDetail = Answer<'getRun'>;

/** Rounds of a loop on one page. */
export const roundsOnPage = 20;

/** The rounds of a run's long loops, a page of each at a time, among its other steps. */
export class RunRounds {
  /** Number of the first round shown, by the path of the loop. */
  #from = $state<Record<string, number>>({});
  readonly #run: () => RunDetail | undefined;
  readonly #pages: Resource<Map<string, Answer<'getRounds'>>>;

  constructor(client: Client, run: () => RunDetail | undefined) {
    this.#run = run;
    this.#pages = new Resource(async (signal) => {
      const detail = run();
      const wanted = (detail?.steps ?? []).flatMap((step) => {
        const from = this.from(step.path);
        return step.rounds && (step.rounds.shown === 0 || from > 0) ? [{ path: step.path, from }] : [];
      });
      const answers = await Promise.all(
        wanted.map((query) =>
          client.getRounds({ params: { id: detail!.id }, query: { ...query, limit: roundsOnPage }, signal }),
        ),
      );
      return new Map(wanted.map(({ path }, index) => [path, answers[index]!]));
    });
  }

  from(loop: string): number {
    return this.#from[loop] ?? 0;
  }

  show(loop: string, from: number): void {
    this.#from[loop] = from;
  }

  /** The run with the rounds of the present pages among its steps. */
  get detail(): RunDetail | undefined {
    const detail = this.#run();
    const pages = this.#pages.value;
    if (!detail || !pages?.size) return detail;
    const replaced = detail.steps.filter(({ path }) => ![...pages.keys()].some((loop) => path.startsWith(`${loop}[`)));
    const notice = detail.notice ?? [...pages.values()].find((page) => page.notice !== undefined)?.notice;
    const steps = replaced.flatMap((step) => [step, ...(pages.get(step.path)?.steps ?? [])]);
    return { ...detail, ...(notice !== undefined && { notice }), steps };
  }
}
