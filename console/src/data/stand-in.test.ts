import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { withStandIn } from './stand-in.ts';

const expected = {
  properties: {
    id: { type: 'string' },
    limit: { type: 'integer' },
    urgent: { type: 'boolean' },
    size: { enum: ['small', 'large'] },
    lines: { type: 'array', items: { type: 'object', properties: { count: { type: 'number' } } } },
  },
};

test.each<[JsonObject, Pointer, string | undefined]>([
  [{ id: '{{ $o.note }}' }, ['id'], '{{ $o.note != null ? $o.note : "none" }}'],
  [{ limit: '{{$o.n}}' }, ['limit'], '{{ $o.n != null ? $o.n : 0 }}'],
  [{ urgent: '{{ $o.u }}' }, ['urgent'], '{{ $o.u != null ? $o.u : false }}'],
  [{ size: '{{ $o.s }}' }, ['size'], '{{ $o.s != null ? $o.s : "small" }}'],
  [{ lines: [{ count: '{{ $o.c }}' }] }, ['lines', 0, 'count'], '{{ $o.c != null ? $o.c : 0 }}'],
  [{ id: '{{ $o.note & "x" }}' }, ['id'], undefined],
  [{ id: 'plain' }, ['id'], undefined],
])('%j at %j becomes %s', (inputs, way, text) => {
  const place = ['steps', 2];
  const pointer = [...place, 'with', ...way];
  const step = { id: 's', with: inputs };
  expect(withStandIn({ code: 'mayBeMissing', pointer }, step, place, expected, 'none')?.value).toBe(text);
  expect(withStandIn({ code: 'wrongType', pointer }, step, place, expected, 'none')).toBeUndefined();
});
