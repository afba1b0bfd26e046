interface JsonToken {
  kind: 'key' | 'text' | 'number' | 'plain';
  text: string;
}

const pattern = /("(?:[^"\\\n]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;

/** The pieces of a JSON text by colour. */
export function jsonTokens(text: string): JsonToken[] {
  if (!/^\s*[[{"]/.test(text)) return [{ kind: 'plain', text }];
  const tokens: JsonToken[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: text.slice(at, match.index) });
    const [whole, quoted, colon] = match;
    if (quoted) tokens.push({ kind: colon ? 'key' : 'text', text: quoted });
    else tokens.push({ kind: 'number', text: whole });
    if (colon) tokens.push({ kind: 'plain', text: colon });
    at = match.index + whole.length;
  }
  if (at < text.length) tokens.push({ kind: 'plain', text: text.slice(at) });
  return tokens;
}
