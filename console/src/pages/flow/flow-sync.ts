import type { Merged } from '#flows/editing/merge.ts';
import { type Conflict, conflictKey } from '#flows/editing/merge-models.ts';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import type { Sides } from '../../compile/protocol.ts';
import type { FlowDetail } from './with-latest.ts';

/** How the text of a flow and the server stand to each other. */
export type SyncState =
  | { is: 'saved' | 'saving' | 'offline' }
  /** Both changed something, each in another way: `theirs` is what the server has. */
  | { is: 'conflict'; conflicts: Conflict[]; theirs: FlowDetail }
  /** The server takes the text not as it is. */
  | { is: 'refused'; error: ApiError };

/** What is kept in step: the text of the page, based on what the server has had. */
interface SyncedText {
  saved: FlowDetail;
  readonly text: string;
  readonly dirty: boolean;
}

interface Doors {
  save(text: string, based: FlowDetail): Promise<FlowDetail>;
  load(): Promise<FlowDetail>;
  revision(): Promise<number>;
  merge(base: string, mine: string, theirs: string, sides: Sides): Promise<Merged>;
  /** Puts the merged text in the place of the one of the page; false when that was changed meanwhile. */
  adopt(mine: string, merged: Merged): Promise<boolean>;
  onstate(state: SyncState): void;
  /** What others saved is in the text now. */
  ontheirs(theirs: FlowDetail): void;
}

/**
 * Keeps the text of a flow and the server in step: saves, takes in what others saved, and says when both changed one thing
 * in two ways. One of these at a time; what is typed meanwhile stays.
 */
export class FlowSync {
  #state: SyncState = { is: 'saved' };
  readonly #text: SyncedText;
  readonly #doors: Doors;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(text: SyncedText, doors: Doors) {
    this.#text = text;
    this.#doors = doors;
  }

  get state(): SyncState {
    return this.#state;
  }

  /** Saves the text as it is; true when the server has all of it. */
  save(): Promise<boolean> {
    return this.#next(() => this.#save({}));
  }

  /** Saves with sides taken in the conflicts that were told. */
  decide(sides: Sides): Promise<boolean> {
    return this.#next(async () => (await this.#takeIn(sides)) && (await this.#save(sides)));
  }

  /** Takes in what others saved since, and saves what could not be saved before. */
  look(): Promise<void> {
    return this.#next(async () => {
      if (this.#state.is === 'conflict' && this.#text.dirty) return;
      const news = await this.#attempt(async () => (await this.#doors.revision()) > this.#text.saved.revision);
      if (news === true && !(await this.#takeIn({}))) return;
      // A text that is what was saved again has nothing left to refuse or to decide.
      const waits = this.#state.is === 'offline' || (this.#state.is !== 'saved' && !this.#text.dirty);
      if (news !== undefined && waits) await this.#save({});
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #save(sides: Sides): Promise<boolean> {
    while (this.#text.dirty) {
      this.#say({ is: 'saving' });
      const { text, saved } = this.#text;
      const answer = await this.#attempt(() => this.#doors.save(text, saved), 'flowSaved');
      if (answer === undefined) return false;
      if (answer !== 'flowSaved') {
        this.#text.saved = answer;
        break;
      }
      if (!(await this.#takeIn(sides))) return false;
    }
    this.#say({ is: 'saved' });
    return !this.#text.dirty;
  }

  /** True when the text is based on what the server has. */
  async #takeIn(sides: Sides): Promise<boolean> {
    const theirs = await this.#attempt(() => this.#doors.load());
    if (!theirs) return false;
    for (;;) {
      const { text, saved } = this.#text;
      if (theirs.revision <= saved.revision) return true;
      const merged = await this.#attempt(() => this.#doors.merge(saved.source, text, theirs.source, sides));
      if (!merged) return false;
      if (merged.conflicts.some((conflict) => sides[conflictKey(conflict)] === undefined)) {
        this.#say({ is: 'conflict', conflicts: merged.conflicts, theirs });
        return false;
      }
      const adopted = await this.#attempt(() => this.#doors.adopt(text, merged));
      if (adopted === undefined) return false;
      if (!adopted) continue;
      this.#text.saved = theirs;
      if (merged.patchOfMine.length > 0) this.#doors.ontheirs(theirs);
      return true;
    }
  }

  /** What the server answers; undefined, with the state said, when it does not or refuses. */
  async #attempt<T>(ask: () => Promise<T>): Promise<T | undefined>;
  async #attempt<T, E extends string>(ask: () => Promise<T>, expected: E): Promise<T | E | undefined>;
  async #attempt<T>(ask: () => Promise<T>, expected?: string): Promise<T | string | undefined> {
    try {
      return await ask();
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.code === expected) return expected;
      const unanswered = error.code === 'unreachable' || error.code === 'aborted';
      // One who comes again, too early or signed in anew, is let in.
      const later = unanswered || error.status === 401 || error.status === 429 || error.status >= 500;
      if (this.#text.dirty || this.#state.is === 'saving')
        this.#say(later ? { is: 'offline' } : { is: 'refused', error });
      return undefined;
    }
  }

  #say(state: SyncState): void {
    this.#state = state;
    this.#doors.onstate(state);
  }
}
