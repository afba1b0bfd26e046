import type { Diagnostic } from './diagnostic.ts';

/** Characters of the text that AWS's parser quotes. */
const longestQuote = 500;

/** What AWS says of a definition that is not JSON: what its parser met and, where that is known, in which place. */
export function invalidJson(text: string, error: Error): Diagnostic {
  const code = 'INVALID_JSON_DESCRIPTION';
  const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text);
  if (word) {
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    const location = place(text, word[0].length);
    return { code, message: `Unrecognized token '${word[1]}': was expecting ${expected}\n at ${location}`, location };
  }
  const position = /position (\d+)/.exec(error.message)?.[1];
  if (position === undefined) return { code, message: error.message };
  const location = place(text, Number(position));
  return { code, message: `${error.message}\n at ${location}`, location };
}

function place(text: string, position: number): string {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const rest = text.length - longestQuote;
  const quote = `"${text.slice(0, longestQuote)}"${rest > 0 ? `[truncated ${rest} chars]` : ''}`;
  return `[Source: (String)${quote}; line: ${line}, column: ${column}]`;
}
