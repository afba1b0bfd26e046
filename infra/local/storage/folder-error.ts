import { text } from '#flows/text/terminal.ts';

/** What is wrong with a data folder or a backup of it, told by what looks after them. */
export type FolderProblem =
  | 'folderInUse'
  | 'folderLocked'
  | 'formatUnknown'
  | 'formatNewer'
  | 'folderMissing'
  | 'folderNotEmpty'
  | 'fileExists'
  | 'notABackup'
  | 'damagedBackup'
  | 'stopFirst'
  | 'unreadable'
  | 'unwritable'
  | 'noRoom';

/** A refusal about a data folder or a backup; flows/text/<language>/cli.json has words for each `code`. */
export class FolderError extends Error {
  readonly code: FolderProblem;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: FolderProblem, params: Record<string, string | number> = {}) {
    super(text('en', code, params));
    this.name = 'FolderError';
    this.code = code;
    this.params = params;
  }
}
