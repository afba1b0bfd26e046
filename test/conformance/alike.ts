import type { Json } from '#flows/language/json.ts';

const any = '__ANY__';

/** Whether a value is what was recorded; `__ANY__` stands for any value, and inside a text for any run of characters. */
export function alike(recorded: Json | undefined, actual: Json | undefined): boolean {
  if (recorded === any) return true;
  if (typeof recorded === 'string' && typeof actual === 'string') {
    return recorded.includes(any) ? glob(recorded).test(actual) : recorded === actual;
  }
  if (typeof recorded !== 'object' || typeof actual !== 'object' || recorded === null || actual === null) {
    return recorded === actual;
  }
  if (Array.isArray(recorded) !== Array.isArray(actual)) return false;
  const keys = Object.keys(recorded);
  if (keys.length !== Object.keys(actual).length) return false;
  return keys.every((key) => key in actual && alike(member(recorded, key), member(actual, key)));
}

function member(value: Json, key: string): Json {
  return (value as { [key: string]: Json })[key]!;
}

function glob(text: string): RegExp {
  const parts = text.split(any).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`);
}
