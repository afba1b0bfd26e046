import { expect, test } from 'vitest';
import en from '../../../../flows/text/en/console.json';
import zh from '../../../../flows/text/zh/console.json';
import type { App } from '../../app/app.svelte.ts';
import type { Language, TextKey } from '../../i18n/language.svelte.ts';
import { rankChoices } from './rank-choices.ts';
import { stepChoices } from './step-choices.ts';

const texts = { en, zh };
const appIn = (current: Language) =>
  ({
    language: { current, in: (language: Language, key: TextKey) => texts[language][key] },
    t: (key: TextKey) => texts[current][key],
    workspace: { connectors: [] },
  }) as unknown as App;

test.each([
  ['result', 'stop'],
  ['结果', 'stop'],
  ['jg', 'stop'],
  ['loop', 'forEach'],
  ['循环', 'forEach'],
  ['delay', 'wait'],
  ['审批', 'wait'],
  ['variable', 'set'],
  ['计算', 'set'],
  ['error', 'try'],
  ['异常', 'try'],
  ['poll', 'repeat'],
  ['子流程', 'call'],
  ['case', 'switch'],
  ['如果', 'if'],
])('%s is first of all the step %s, in either language', (query, kind) => {
  for (const language of ['en', 'zh'] as const)
    expect(rankChoices(stepChoices(appIn(language)), query)[0]?.id).toBe(kind);
});
