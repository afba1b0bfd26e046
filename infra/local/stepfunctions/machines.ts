import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { AwsError } from '../aws-error.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import { parseMachineArn } from './arn.ts';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** A published version: a number for one revision. */
export interface MachineVersion {
  number: number;
  revision: number;
  description: string | null;
  created: number;
}

/** A state machine. A deleted one keeps its row, so that its executions can be told and its numbers go on. */
export interface Machine {
  id: number;
  name: string;
  type: MachineType;
  status: 'ACTIVE' | 'DELETING' | 'DELETED';
  created: number;
  /** The revision that unversioned starts run. */
  revision: number;
  /** The highest version number ever given out. */
  published: number;
  versions: Map<number, MachineVersion>;
}

/** One state of a machine's definition and role; never changed. `uuid` is null for the first. */
export interface Revision {
  id: number;
  uuid: string | null;
  definition: string;
  role: string;
  created: number;
}

/** All state machines, held in memory; definitions are read when asked for. Changes are durable when they return. */
export class Machines {
  readonly #commit: GroupCommit;
  readonly #byName = new Map<string, Machine>();
  readonly #byId = new Map<number, Machine>();
  readonly #putMachine: StatementSync;
  readonly #putRevision: StatementSync;
  readonly #getRevision: StatementSync;
  readonly #getRole: StatementSync;
  readonly #putVersion: StatementSync;
  readonly #deleteVersion: StatementSync;
  #lastRevision: number;

  constructor(database: DatabaseSync, commit: GroupCommit) {
    this.#commit = commit;
    this.#putMachine = database.prepare(
      `INSERT OR REPLACE INTO machines (id, name, type, status, created, revision, published)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#putRevision = database.prepare(
      'INSERT INTO revisions (id, uuid, definition, role, created) VALUES (?, ?, ?, ?, ?)',
    );
    this.#getRevision = database.prepare('SELECT * FROM revisions WHERE id = ?');
    this.#getRole = database.prepare('SELECT role FROM revisions WHERE id = ?');
    this.#putVersion = database.prepare(
      'INSERT INTO versions (machine, number, revision, description, created) VALUES (?, ?, ?, ?, ?)',
    );
    this.#deleteVersion = database.prepare('DELETE FROM versions WHERE machine = ? AND number = ?');
    const { last } = database.prepare('SELECT max(id) AS last FROM revisions').get() as { last: number | null };
    this.#lastRevision = last ?? 0;
    for (const row of database.prepare('SELECT * FROM machines').all()) {
      this.#keep({ ...(row as unknown as Omit<Machine, 'versions'>), versions: new Map() });
    }
    for (const row of database.prepare('SELECT * FROM versions ORDER BY machine, number').all()) {
      const { machine, number, revision, description, created } = row as unknown as MachineVersion & {
        machine: number;
      };
      this.#byId.get(machine)?.versions.set(number, { number, revision, description, created });
    }
  }

  /** In the order of their names. */
  all(): Machine[] {
    return [...this.#byName.values()]
      .filter(({ status }) => status !== 'DELETED')
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  byId(id: number): Machine {
    return this.#byId.get(id)!;
  }

  /** Also finds a deleted machine, whose executions are still told. */
  byName(name: string): Machine | undefined {
    return this.#byName.get(name);
  }

  /** The machine, and the version if the ARN names one. Throws InvalidArn and StateMachineDoesNotExist. */
  byArn(arn: string): { machine: Machine; version?: MachineVersion } {
    const { name, version: number } = parseMachineArn(arn);
    const machine = this.#byName.get(name);
    if (!machine || machine.status === 'DELETED') throw doesNotExist(arn);
    if (number === undefined) return { machine };
    const version = machine.versions.get(number);
    if (!version) throw doesNotExist(arn);
    return { machine, version };
  }

  revision(id: number): Revision {
    return this.#getRevision.get(id) as unknown as Revision;
  }

  /** The role of a revision. */
  role(revision: number): string {
    return this.#getRole.get(revision)!.role as string;
  }

  /** Makes a machine, or takes up a deleted one of the same name. */
  create(name: string, type: MachineType, definition: string, role: string, now: number): Machine {
    const deleted = this.#byName.get(name);
    const revision = this.#newRevision(deleted ? randomUUID() : null, definition, role, now);
    const machine: Machine = {
      id: deleted?.id ?? this.#byId.size + 1,
      name,
      type,
      status: 'ACTIVE',
      created: now,
      revision: revision.id,
      published: deleted?.published ?? 0,
      versions: new Map(),
    };
    this.#commit.writeNow(() => {
      this.#saveRevision(revision);
      this.#save(machine);
    });
    this.#keep(machine);
    return machine;
  }

  /** A new revision becomes the one that unversioned starts run. */
  revise(machine: Machine, definition: string, role: string, now: number): Revision {
    const revision = this.#newRevision(randomUUID(), definition, role, now);
    this.#commit.writeNow(() => {
      this.#saveRevision(revision);
      this.#save({ ...machine, revision: revision.id });
    });
    machine.revision = revision.id;
    return revision;
  }

  /** Gives the machine's present revision the next version number. */
  publish(machine: Machine, description: string | null, now: number): MachineVersion {
    const number = machine.published + 1;
    const version: MachineVersion = { number, revision: machine.revision, description, created: now };
    this.#commit.writeNow(() => {
      this.#putVersion.run(machine.id, number, version.revision, description, now);
      this.#save({ ...machine, published: number });
    });
    machine.published = number;
    machine.versions.set(number, version);
    return version;
  }

  deleteVersion(machine: Machine, number: number): void {
    if (!machine.versions.has(number)) return;
    this.#commit.writeNow(() => this.#deleteVersion.run(machine.id, number));
    machine.versions.delete(number);
  }

  /** Refuses starts from now on. */
  beginDeleting(machine: Machine): void {
    this.#commit.writeNow(() => this.#save({ ...machine, status: 'DELETING' }));
    machine.status = 'DELETING';
  }

  /** Takes the machine and its versions away. */
  finishDeleting(machine: Machine): void {
    const gone = [...machine.versions.keys()];
    machine.status = 'DELETED';
    machine.versions.clear();
    this.#commit.add({
      run: () => {
        this.#save(machine);
        for (const number of gone) this.#deleteVersion.run(machine.id, number);
      },
    });
  }

  #keep(machine: Machine): void {
    this.#byName.set(machine.name, machine);
    this.#byId.set(machine.id, machine);
  }

  #newRevision(uuid: string | null, definition: string, role: string, created: number): Revision {
    this.#lastRevision += 1;
    return { id: this.#lastRevision, uuid, definition, role, created };
  }

  #saveRevision({ id, uuid, definition, role, created }: Revision): void {
    this.#putRevision.run(id, uuid, definition, role, created);
  }

  #save({ id, name, type, status, created, revision, published }: Machine): void {
    this.#putMachine.run(id, name, type, status, created, revision, published);
  }
}

function doesNotExist(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** The error AWS gives for an operation that the other type of machine has. */
export function typeNotSupported(): AwsError {
  return new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
