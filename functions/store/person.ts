import { unlessRefused } from './table/condition-failed.ts';
import { partition } from './table/keys.ts';
import { getItem, putItem, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

export type PersonRole = 'viewer' | 'editor' | 'admin';

/** Somebody who signs in with a name and a password. */
export interface Person {
  name: string;
  role: PersonRole;
  passwordHash: string;
  /** Raised by each new password: sessions of an older one are over. */
  generation: number;
  createdAt: string;
}

const personKey = (name: string): Key => ({ pk: partition('person', name), sk: 'person' });

/** The person of this name; undefined when there is none. */
export function readPerson(name: string): Promise<Person | undefined> {
  return getItem<Person>(personKey(name));
}

/** Adds a person; false when the name is taken. */
export async function addPerson(person: Person): Promise<boolean> {
  return unlessRefused(putItem({ ...personKey(person.name), ...person }, { exists: false }));
}

/** Sets a new password, which ends every session of the person; throws ConditionFailed when there is no such person. */
export function setPassword(name: string, passwordHash: string): Promise<void> {
  return updateItem(personKey(name), { set: { passwordHash }, add: { generation: 1 } }, { exists: true });
}
