import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { namedStep } from './named-step.ts';

const text = `id: f
trigger: { use: core.manual }
steps:
  - { id: values, name: 保存变量, set: { x: 1 } }
  - { id: loop, forEach: [1], do: [{ id: values_2, name: 保存变量 2, set: { x: 1 } }] }
`;
const others = parseFlow(text, 'yaml').flow!.steps;
const step = { id: 'values_3', set: {} };

test('a step that is put in is called in the language of the reader, and by no name that another has', () => {
  const named = namedStep(step, '保存变量', 'zh', others);
  expect(JSON.stringify(named)).toBe('{"id":"values_3","name":"保存变量 3","set":{}}');
  expect(namedStep(step, '等待', 'zh', others)).toHaveProperty('name', '等待');
});

test('in English the id says it', () => {
  expect(namedStep(step, 'Remember values', 'en', others)).toEqual(step);
});
