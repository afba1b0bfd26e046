import fc from 'fast-check';

/** A flow made by chance, and the events that its waits ask for. */
export interface GeneratedFlow {
  /** YAML of `steps`. */
  steps: string;
  /** Keys of the events that its waits match, and when each is sent, in milliseconds after the start; none is never sent. */
  events: { key: string; after: number; twice: boolean }[];
  type: 'express' | 'standard' | undefined;
  /** Milliseconds after the start at which somebody stops the run. */
  stopAfter: number | undefined;
  /** The event comes twice. */
  redelivered: boolean;
}

/** One step before it has an id. */
type Seed =
  | { kind: 'action'; plan: string[]; after: number; attempts: number; onError: 'fail' | 'continue' | 'steps' }
  | { kind: 'set' | 'branch' }
  | { kind: 'stop'; how: 'succeeded' | 'failed' }
  | { kind: 'pause' }
  | { kind: 'event'; after: number | undefined; twice: boolean; handled: boolean }
  | { kind: 'call'; flow: string; handled: boolean }
  | { kind: 'if'; yes: Seed[]; no: Seed[] }
  | { kind: 'loop'; items: number; concurrency: number; goesOn: boolean; do: Seed[] }
  | { kind: 'parallel'; left: Seed[]; right: Seed[] }
  | { kind: 'try'; steps: Seed[]; catch: Seed[] };

/** What the vendor answers try by try: a status, `hang` for a broken connection, `slow` for too long. */
const outcome = fc.constantFrom('200', '200', '200', '404', '503', '429', 'hang', 'slow');

const leaf: fc.Arbitrary<Seed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('action' as const),
      plan: fc.array(outcome, { minLength: 1, maxLength: 3 }),
      after: fc.constantFrom(0, 0, 0, 20, 60),
      attempts: fc.constantFrom(1, 2, 3),
      onError: fc.constantFrom('fail' as const, 'continue' as const, 'continue' as const, 'steps' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Seed>({ kind: 'set' }, { kind: 'branch' }, { kind: 'pause' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      // Its time is a second: some come at that very moment, some never.
      after: fc.constantFrom(undefined, 100, 950, 1000, 1010, 1050, 1100),
      twice: fc.boolean(),
      handled: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      flow: fc.constantFrom('called-well', 'called-badly', 'called-slowly', 'called-nobody'),
      handled: fc.constantFrom(true, true, false),
    }),
  },
);

const { list } = fc.letrec<{ list: Seed[]; seed: Seed }>((tie) => ({
  list: fc.array(tie('seed'), { minLength: 1, maxLength: 3 }),
  seed: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 5, arbitrary: leaf },
    fc.record({ kind: fc.constant('if' as const), yes: tie('list'), no: tie('list') }),
    fc.record({
      kind: fc.constant('loop' as const),
      items: fc.constantFrom(1, 2, 3),
      concurrency: fc.constantFrom(1, 2),
      goesOn: fc.boolean(),
      do: tie('list'),
    }),
    fc.record({ kind: fc.constant('parallel' as const), left: tie('list'), right: tie('list') }),
    fc.record({ kind: fc.constant('try' as const), steps: tie('list'), catch: tie('list') }),
    fc.record({ kind: fc.constant('stop' as const), how: fc.constantFrom('succeeded' as const, 'failed' as const) }),
  ),
}));

/** Flows whose actions call the vendor at `url`. */
export function generatedFlow(url: string): fc.Arbitrary<GeneratedFlow> {
  return fc
    .record({
      steps: list,
      express: fc.boolean(),
      stopAfter: fc.constantFrom(undefined, undefined, undefined, 300, 1000, 1500),
      redelivered: fc.boolean(),
      salt: fc.uuid(),
    })
    .map(({ steps, express, stopAfter, redelivered, salt }) => {
      const written = write(steps, url, salt);
      const type = written.waits ? undefined : express ? ('express' as const) : ('standard' as const);
      return { steps: written.text, events: written.events, type, stopAfter, redelivered };
    });
}

function write(seeds: Seed[], url: string, salt: string) {
  let count = 0;
  let waits = false;
  const events: GeneratedFlow['events'] = [];
  const text = `[${listOf(seeds)}]`;
  return { text, events, waits };

  function listOf(inside: Seed[], before?: string): string {
    const texts: string[] = [];
    let last = before;
    for (const seed of inside) {
      const id = `s${++count}`;
      texts.push(one(seed, id, last));
      last = seed.kind === 'stop' ? undefined : id;
      if (seed.kind === 'stop') break;
    }
    return texts.join(', ');
  }

  function one(seed: Seed, id: string, before: string | undefined): string {
    const onError = (handled: boolean) => (handled ? ', onError: continue' : '');
    switch (seed.kind) {
      case 'action': {
        const { plan, after, attempts } = seed;
        const query = `plan=${plan.join('.')}&after=${after}`;
        const handled =
          seed.onError === 'steps'
            ? `, onError: [${listOf([{ kind: 'set' }], id)}]`
            : onError(seed.onError === 'continue');
        return `{ id: ${id}, use: http.request, timeout: 1s, retry: { attempts: ${attempts}, first: 1s }, with: { method: POST, url: "${url}/do?${query}" }${handled} }`;
      }
      case 'set':
        return `{ id: ${id}, set: { seen: ${before ? `"{{ $${before} }}"` : '1'} } }`;
      case 'branch':
        return one({ kind: 'if', yes: [{ kind: 'set' }], no: [{ kind: 'set' }] }, id, before);
      case 'pause':
        return `{ id: ${id}, wait: { for: 1s } }`;
      case 'stop':
        return seed.how === 'failed'
          ? `{ id: ${id}, stop: failed, message: enough }`
          : `{ id: ${id}, stop: succeeded, output: { at: ${id} } }`;
      case 'event': {
        waits = true;
        const key = `${salt}-${id}`;
        if (seed.after !== undefined) events.push({ key, after: seed.after, twice: seed.twice });
        const match = `{ left: "{{ $event.key }}", op: equals, right: "${key}" }`;
        return `{ id: ${id}, wait: { event: jira.issueUpdated, connection: jira-main, timeout: 1s, match: ${match} }${onError(seed.handled)} }`;
      }
      case 'call':
        waits = true;
        return `{ id: ${id}, call: ${seed.flow}, with: { n: 1 }, await: true, timeout: 1s${onError(seed.handled)} }`;
      case 'if': {
        const condition = before
          ? `{ expr: "{{ $exists($lookup($${before}, 'error')) }}" }`
          : `{ left: "{{ $trigger.body.n }}", op: equals, right: 1 }`;
        return `{ id: ${id}, if: ${condition}, then: [${listOf(seed.yes, before)}], else: [${listOf(seed.no, before)}] }`;
      }
      case 'loop': {
        const { items, concurrency, goesOn } = seed;
        const rest = `concurrency: ${concurrency}${goesOn ? ', onItemError: continue' : ''}`;
        return `{ id: ${id}, forEach: "{{ [1..${items}] }}", atMost: ${items}, as: i${id}, ${rest}, do: [${listOf(seed.do, before)}] }`;
      }
      case 'parallel':
        return `{ id: ${id}, parallel: { left: [${listOf(seed.left, before)}], right: [${listOf(seed.right, before)}] } }`;
      case 'try':
        return `{ id: ${id}, try: [${listOf(seed.steps, before)}], catch: [${listOf(seed.catch, before)}] }`;
    }
  }
}
