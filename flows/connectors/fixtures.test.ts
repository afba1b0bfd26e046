import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bodyText, type Fixture, fileName, fixtures } from '#test/support/fixture.ts';
import { nodeCrypto } from '#test/support/node-crypto.ts';
import { calls } from './calls.generated.ts';
import { catalogue } from './catalogue.generated.ts';
import { ConnectorError } from './connector-error.ts';
import type { Action } from './define-connector.ts';
import type { HttpRequest, Ports } from './ports.ts';

/** Ports that answer from the fixture and refuse any request it does not hold. */
function replay(fixture: Fixture): { ports: Ports; left: () => number } {
  const exchanges = [...fixture.exchanges];
  const ports: Ports = {
    now: () => fixture.now ?? 1_795_186_690_000,
    random: () => 0.5,
    crypto: nodeCrypto,
    async http({ accept, below: _below, ...request }: HttpRequest) {
      const exchange = exchanges.shift();
      expect(request).toEqual(exchange?.request);
      const { status, headers = {}, body } = exchange!.response;
      const text = bodyText(body);
      return { status, headers, text, json: () => JSON.parse(text) };
    },
  };
  return { ports, left: () => exchanges.length };
}

const actions = Object.values(catalogue).flatMap((connector) =>
  Object.entries(connector.actions).map(([name, action]) => ({
    id: `${connector.id}.${name}`,
    file: `${import.meta.dirname}/${connector.id}/run/${fileName(name)}.fixture.json`,
    action: action as Action,
    call: calls[connector.id]!.actions[name]!,
  })),
);

const loads = Object.entries(calls).flatMap(([id, { options = {} }]) =>
  Object.entries(options).map(([name, load]) => ({
    id: `${id}: ${name}`,
    file: `${import.meta.dirname}/${id}/run/options/${fileName(name)}.fixture.json`,
    load,
  })),
);

describe.each(loads)('choices of $id', ({ file, load }) => {
  test.each(fixtures.parse(JSON.parse(readFileSync(file, 'utf8'))))('$name', async (fixture) => {
    const { ports, left } = replay(fixture);
    const asked = fixture.input as { search: string; cursor?: string; input: Record<string, string> };
    expect(await load({ ...asked, connection: fixture.connection, ports })).toEqual(fixture.output);
    expect(left()).toBe(0);
  });
});

describe.each(actions)('$id', ({ file, action, call }) => {
  test('has a fixture', () => expect(existsSync(file)).toBe(true));

  test.each(fixtures.parse(JSON.parse(readFileSync(file, 'utf8'))))('$name', async (fixture) => {
    expect(fixture.output === undefined).not.toBe(fixture.error === undefined);
    const { ports, left } = replay(fixture);
    const input = action.input.parse(fixture.input);
    const run = call({
      input,
      connection: fixture.connection,
      ports,
      idempotencyKey: 'key-1',
      signal: new AbortController().signal,
      log: () => {},
    });
    if (fixture.error) {
      const error = await run.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ConnectorError);
      const { class: errorClass, message, retryAfter } = error as ConnectorError;
      expect({ class: errorClass, message, ...(retryAfter === undefined ? {} : { retryAfter }) }).toEqual(
        fixture.error,
      );
    } else {
      const output = await run;
      expect(output).toEqual(fixture.output);
      expect(action.output.safeParse(output).error).toBeUndefined();
    }
    expect(left()).toBe(0);
  });
});
