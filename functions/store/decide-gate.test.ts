import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideGate, type Holder } from './decide-gate.ts';

const now = 1000;
const placed = (run: string) => ({ run, place: run });
const holder = (run: string, until = now + 1): Holder => ({ ...placed(run), until });

describe('a gate', () => {
  it.each([
    ['queue', 2, ['a'], ['b', 'c'], { start: ['b'], stop: [] }],
    ['queue', 1, ['a'], ['b'], { start: [], stop: [] }],
    ['queue', 1, ['a', 'b'], ['c'], { start: [], stop: [] }],
    ['queue', 1, [], ['a', 'b'], { start: ['a'], stop: [] }],
    ['skip', 1, ['a'], ['b'], { start: [], stop: [] }],
    ['replace', 1, ['a'], ['b'], { start: [], stop: ['a'] }],
    ['replace', 1, ['a'], ['b', 'c'], { start: [], stop: ['a', 'b'] }],
    ['replace', 2, ['a'], ['b', 'c'], { start: ['b'], stop: ['a'] }],
    ['replace', 2, [], ['a'], { start: ['a'], stop: [] }],
    ['replace', 1, ['b'], ['a'], { start: [], stop: ['a'] }],
    ['replace', 2, ['b'], ['a', 'c'], { start: ['c'], stop: ['a'] }],
    ['replace', 2, ['d', 'a'], ['b', 'c'], { start: [], stop: ['a', 'b'] }],
  ] as const)('with %s and room for %i, %j under way and %j waiting', (whenFull, max, held, line, decision) => {
    expect(
      decideGate(
        { max, whenFull },
        held.map((run) => holder(run)),
        line.map(placed),
        now,
      ),
    ).toMatchObject(decision);
  });

  it('forgets holders whose time is over', () => {
    const decision = decideGate({ max: 1, whenFull: 'queue' }, [holder('a', now)], [placed('b')], now);
    expect(decision).toEqual({ held: [], start: ['b'], stop: [] });
  });

  it('never lets too many through, keeps the order, and leaves nobody behind', () => {
    const whenFull = fc.constantFrom('queue' as const, 'replace' as const);
    const happening = fc.constantFrom('arrives', 'ends', 'turns');
    fc.assert(
      fc.property(
        whenFull,
        fc.integer({ min: 1, max: 4 }),
        fc.array(happening, { maxLength: 60 }),
        (full, max, all) => {
          let held: Holder[] = [];
          let line: string[] = [];
          let arrived = 0;
          const started: number[] = [];
          const stopped: number[] = [];
          const turn = () => {
            const decision = decideGate({ max, whenFull: full }, held, line.map(placed), now);
            line = line.filter((run) => !decision.start.includes(run));
            held = [...decision.held, ...decision.start.map((run) => holder(run))];
            expect(held.length).toBeLessThanOrEqual(max);
            started.push(...decision.start.map(Number));
            for (const run of decision.stop) {
              stopped.push(Number(run));
              held = held.filter((each) => each.run !== run);
              line = line.filter((each) => each !== run);
            }
            return decision.start.length + decision.stop.length > 0;
          };
          for (const what of all) {
            if (what === 'arrives') line.push(String(100 + arrived++));
            else if (what === 'ends') held.shift();
            else turn();
          }
          while (held.length > 0 || line.length > 0) {
            // The last `max` of a gate that replaces are never stopped.
            while (turn());
            held.shift();
          }
          expect(started).toEqual([...started].sort((a, b) => a - b));
          if (full === 'queue') expect(started).toHaveLength(arrived);
          expect(new Set([...started, ...stopped]).size).toBe(arrived);
        },
      ),
    );
  });
});
