/** What is wrong with a data folder or a backup of it, told by what looks after them. */
export type FolderProblem =
  | 'folderInUse'
  | 'folderMissing'
  | 'folderNotEmpty'
  | 'fileExists'
  | 'notABackup'
  | 'damagedBackup'
  | 'stopFirst'
  | 'unreadable';

/** A refusal about a data folder or a backup; the command line has words for each `code`. */
export class FolderError extends Error {
  readonly code: FolderProblem;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: FolderProblem, params: Record<string, string> = {}) {
    super(`${code}: ${Object.values(params).join(', ')}`);
    this.name = 'FolderError';
    this.code = code;
    this.params = params;
  }
}
