import { AppError } from '#functions/middleware/app-error.ts';
import { readPerson, setPassword } from '#functions/store/person.ts';
import type { Handle } from '../door/call.ts';
import { hashPassword, newPassword } from './password.ts';

/** Gives somebody a new password, shown this once; every session of theirs ends. */
export const resetPassword: Handle<'resetPassword'> = async ({ params, caller }) => {
  if (!(await readPerson(params.name))) throw new AppError(404, 'noPerson', { params });
  const password = newPassword();
  await setPassword(params.name, await hashPassword(password, { of: caller.name, known: true }));
  return { name: params.name, password };
};
