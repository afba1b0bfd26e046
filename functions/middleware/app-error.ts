import en from '#flows/text/en/refusals.json' with { type: 'json' };
import { fill } from '#flows/text/fill.ts';
import zh from '#flows/text/zh/refusals.json' with { type: 'json' };
import type { Language } from './language-of.ts';

/** A key of flows/text/<language>/refusals.json. */
export type Refusal = keyof typeof en;

const texts: Record<Language, Record<Refusal, { message: string; help?: string }>> = { en, zh };

/** A refusal that the person at the other end can act on. Its own message is for logs. */
export class AppError extends Error {
  readonly status: number;
  readonly code: Refusal;
  readonly params: Readonly<Record<string, string | number>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: Refusal,
    extra: { params?: Record<string, string | number>; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(refusalText(code, extra.params ?? {}, 'en').message, { cause: extra.cause });
    this.name = 'AppError';
    this.status = status;
    this.code = code;
    this.params = extra.params ?? {};
    this.headers = extra.headers ?? {};
  }
}

/** What a refusal says to a person, in their language. */
export function refusalText(
  code: Refusal,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): { message: string; help?: string } {
  const { message, help } = texts[language][code];
  return { message: fill(message, params), ...(help && { help: fill(help, params) }) };
}
