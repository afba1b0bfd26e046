import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { apply } from '#flows/editing/apply.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import { newStep } from './new-step.ts';
import type { PlainKind, StepChoice } from './step-choice.ts';

const kinds = Object.keys(stepKinds).filter((kind) => kind !== 'action') as PlainKind[];

const choiceOf = (what: StepChoice['what']): StepChoice => ({
  id: 'x',
  what,
  title: '',
  about: '',
  group: '',
  words: [],
});
const nothing = { freeName: (stem: string) => stem, connection: undefined };
const empty = 'id: f\nname: F\ntrigger: { use: core.manual }\nsteps: []\n';

test.each(kinds)('a new %s can be read and drawn', (kind) => {
  const step = newStep(choiceOf({ kind }), nothing);
  const edit = apply(empty, 'yaml', { do: 'insert', at: { index: 0 }, step });
  const text = 'text' in edit ? edit.text : '';
  expect(parseFlow(text, 'yaml').flow?.steps).toMatchObject([{ kind, id: step.id }]);
});

test('an action has its connection and an id that is free', () => {
  const choice = choiceOf({ kind: 'action', use: 'jira.createIssue' });
  const around = { freeName: (stem: string) => `${stem}_2`, connection: 'jira-main' };
  expect(newStep(choice, around)).toEqual({
    id: 'create_issue_2',
    use: 'jira.createIssue',
    connection: 'jira-main',
    with: {},
  });
});
