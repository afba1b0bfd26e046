import { expect, it } from 'vitest';
import type { z } from 'zod';
import { catalogue } from './catalogue.generated.ts';

const marks = (type: z.ZodType): Record<string, unknown> => {
  const inner = (type as { unwrap?: () => z.ZodType }).unwrap?.();
  return { ...(inner && marks(inner)), ...type.meta() };
};

it.each(
  Object.values(catalogue).flatMap(({ id, connection }) =>
    Object.entries(connection?.fields.shape ?? {}).map(([name, type]) => [`${id}.${name}`, type as z.ZodType] as const),
  ),
)('a field that holds an address says so: %s', (_, type) => {
  const isAddress = type.safeParse('https://example.com/x').success && !type.safeParse('no address').success;
  expect(marks(type).address === true).toBe(isAddress);
});
