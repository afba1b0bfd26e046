import type { RefusalCode } from './command.ts';

/** Thrown by commands that cannot be done; `apply` hands it on as a refusal. */
export class CannotEdit extends Error {
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, params: Record<string, string> = {}) {
    super(code);
    this.name = 'CannotEdit';
    this.code = code;
    this.params = params;
  }
}
