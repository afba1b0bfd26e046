import { addPerson, readPerson } from '#functions/store/person.ts';
import { findToken, keepToken, listTokens, revokeToken } from '#functions/store/token.ts';
import { hashPassword, newPassword } from './password.ts';

const administrator = 'admin';
const system = 'millrace';

/** Makes the administrator on the first start and returns how to sign in, once; undefined when there is one already. */
export async function ensureAdministrator(now: number): Promise<{ name: string; password: string } | undefined> {
  if (await readPerson(administrator)) return undefined;
  const password = newPassword();
  const added = await addPerson({
    name: administrator,
    role: 'admin',
    passwordHash: await hashPassword(password, { of: administrator, known: true }),
    generation: 1,
    createdAt: new Date(now).toISOString(),
  });
  return added ? { name: administrator, password } : undefined;
}

/** Accepts the token of the local installation as an administrator's; one registered here before is worth nothing more. */
export async function registerLocalToken(token: string, now: number): Promise<void> {
  const about = { name: 'local', role: 'admin', createdAt: new Date(now).toISOString(), createdBy: system } as const;
  const before = await findToken(token);
  const kept = before?.createdBy === system ? before : await keepToken(token, about);
  let cursor: string | undefined;
  do {
    const page = await listTokens({ limit: 100, cursor });
    const older = page.items.filter(({ id, createdBy }) => createdBy === system && id !== kept.id);
    for (const { id } of older) await revokeToken(id);
    cursor = page.next;
  } while (cursor);
}
