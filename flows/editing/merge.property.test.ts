import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { commandFor } from '#test/support/flow-commands.ts';
import { chooser, flowDocument, messyYaml } from '#test/support/messy-yaml.ts';
import { apply } from './apply.ts';
import { merge } from './merge.ts';
import { readSource } from './read-source.ts';
import { sameJson } from './set-value.ts';
import { jsonOf } from './source-tree.ts';
import { patched } from './text-changes.ts';

const style = fc.array(fc.nat(1000), { minLength: 40, maxLength: 120 });
const choices = fc.array(fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 3 });

/** What someone made of a text by some commands. */
function edited(text: string, commands: readonly (readonly number[])[], by: string): string {
  let current = text;
  for (const choice of commands) {
    const now = readSource(current, 'yaml');
    const command = now && commandFor(jsonOf(now.root) as { [key: string]: Json }, choice);
    const outcome = command && apply(current, 'yaml', command);
    if (outcome && 'text' in outcome) current = outcome.text;
  }
  return current
    .replaceAll('fresh', `fresh_${by}`)
    .replaceAll('around', `around_${by}`)
    .replaceAll('renamed', `renamed_${by}`);
}

const meaning = (text: string) => jsonOf(readSource(text, 'yaml')!.root);

describe('what two people made of generated flows', () => {
  test('comes together as a text that can be read, by patches of both', () => {
    fc.assert(
      fc.property(flowDocument(), style, choices, choices, (document, written, first, second) => {
        const base = messyYaml(document, chooser(written));
        const mine = edited(base, first, 'mine');
        const theirs = edited(base, second, 'theirs');
        const merged = merge(base, mine, theirs, 'yaml');
        expect(patched(mine, merged.patchOfMine)).toBe(merged.text);
        expect(patched(theirs, merged.patchOfTheirs)).toBe(merged.text);
        expect(readSource(merged.text, 'yaml')).toBeDefined();
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('is the same whoever asks, when there is nothing to choose', () => {
    fc.assert(
      fc.property(flowDocument(), style, choices, choices, (document, written, first, second) => {
        const base = messyYaml(document, chooser(written));
        const mine = edited(base, first, 'mine');
        const theirs = edited(base, second, 'theirs');
        const one = merge(base, mine, theirs, 'yaml');
        const other = merge(base, theirs, mine, 'yaml');
        expect(other.conflicts.length > 0).toBe(one.conflicts.length > 0);
        if (one.conflicts.length > 0) return;
        expect(sameJson(meaning(one.text), meaning(other.text))).toBe(true);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('is what one made when the other made nothing', () => {
    fc.assert(
      fc.property(flowDocument(), style, choices, (document, written, commands) => {
        const base = messyYaml(document, chooser(written));
        const other = edited(base, commands, 'mine');
        for (const [mine, theirs] of [
          [other, base],
          [base, other],
          [other, other],
        ] as const)
          expect(merge(base, mine, theirs, 'yaml')).toMatchObject({ text: other, conflicts: [] });
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
