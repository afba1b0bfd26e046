import { expect, test } from 'vitest';
import { steady } from './steady.ts';

class Field extends EventTarget {
  value = '';
  focused = false;
  matches = () => this.focused;
  leave() {
    this.focused = false;
    this.dispatchEvent(new Event('blur'));
  }
}

function around() {
  const field = new Field();
  const shown = (value: string) => steady(value)(field as unknown as HTMLInputElement);
  return { field, shown };
}

test('a field shows its value', () => {
  const { field, shown } = around();
  shown('09:30');
  expect(field.value).toBe('09:30');
});

test('what comes back while something is typed does not overwrite it, and shows once the field is left', () => {
  const { field, shown } = around();
  const detach = shown('09:30');
  field.focused = true;
  field.value = '09:00';
  detach();
  shown('00:30');
  expect(field.value).toBe('09:00');
  field.leave();
  expect(field.value).toBe('00:30');
});

test('a field that is left empty shows its value again', () => {
  const { field, shown } = around();
  shown('09:30');
  field.focused = true;
  field.value = '';
  field.leave();
  expect(field.value).toBe('09:30');
});
