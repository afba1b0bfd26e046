import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Clients, client } from '#functions/aws/clients.ts';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import { startKms } from '#infra/local/kms/start-kms.ts';
import { startTable } from '#test/support/table.ts';

let table: Awaited<ReturnType<typeof startTable>>;
let kms: { send(command: object): Promise<unknown> };
let dynamodb: Clients['dynamodb'];
let asked: string[] = [];

beforeAll(async () => {
  table = await startTable();
  dynamodb = client('dynamodb');
  process.env.MILLRACE_KEY = 'alias/millrace';
  const { operations } = await startKms({ file: join(mkdtempSync(join(tmpdir(), 'millrace-kms-')), 'kms.key') });
  kms = inProcessClient(operations) as unknown as typeof kms;
});
afterAll(() => table.stop());

/** The vault as a process of its own has it: nothing in memory. */
async function freshVault() {
  vi.resetModules();
  const { provideClients } = await import('#functions/aws/clients.ts');
  const send = (command: object) => {
    asked.push(command.constructor.name);
    return kms.send(command);
  };
  provideClients({ dynamodb, kms: { send } as never });
  asked = [];
  return import('./vault.ts');
}

it('gives processes that begin at the same moment one key, and opens what any of them sealed', async () => {
  const vaults = [await freshVault(), await freshVault(), await freshVault()];
  const sealed = await Promise.all(vaults.map((vault, i) => vault.seal('api/secret', `text ${i}`)));
  for (const vault of [...vaults, await freshVault()]) {
    const opened = await Promise.all(sealed.map((text) => vault.unseal('api/secret', text)));
    expect(opened).toEqual(['text 0', 'text 1', 'text 2']);
  }
});

it('seals the same text differently each time, and keeps it from altered and other names', async () => {
  const { seal, unseal } = await freshVault();
  const [one, two] = await Promise.all([seal('a', 'hush'), seal('a', 'hush')]);
  expect(one).not.toBe(two);
  expect(one).not.toContain(Buffer.from('hush').toString('base64').slice(0, 4));
  await expect(unseal('b', one)).rejects.toThrow();
  const bytes = Buffer.from(one, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  await expect(unseal('a', bytes.toString('base64'))).rejects.toThrow();
});

it('asks KMS once in five minutes', async () => {
  const { seal } = await freshVault();
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
  for (let i = 0; i < 5; i++) await seal('a', 'x');
  expect(asked).toEqual(['DecryptCommand']);
  vi.advanceTimersByTime(5 * 60_000 + 1);
  await seal('a', 'x');
  expect(asked).toEqual(['DecryptCommand', 'DecryptCommand']);
  vi.useRealTimers();
});

it('asks again after KMS refused', async () => {
  const { seal } = await freshVault();
  const real = kms;
  kms = { send: () => Promise.reject(new Error('AccessDenied')) };
  await expect(seal('a', 'x')).rejects.toThrow('AccessDenied');
  kms = real;
  await expect(seal('a', 'x')).resolves.toBeTruthy();
});
