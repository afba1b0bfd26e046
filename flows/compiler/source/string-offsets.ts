/**
 * Leads from an offset inside a decoded string back to its offset in `raw`, the way the string is written in YAML or
 * JSON. Exact for every character but white space that YAML folded.
 */
export function sourceOffset(raw: string, decoded: string, offset: number): number {
  if (raw === decoded) return offset;
  if (raw.startsWith('"')) return quotedOffset(raw, offset, doubleQuoted);
  if (raw.startsWith("'")) return quotedOffset(raw, offset, singleQuoted);
  const header = /^[|>][^\n]*\n/.exec(raw)?.[0].length ?? 0;
  return unquotedOffset(raw, decoded, offset, header);
}

// One written unit and how many characters it stands for; line breaks inside quotes fold into one space or vanish.
const doubleQuoted = /\\x..|\\u....|\\U........|\\\r?\n[ \t]*|\\[\s\S]|[ \t]*\r?\n\s*|[\s\S]/y;
const singleQuoted = /''|[ \t]*\r?\n\s*|[\s\S]/y;

function quotedOffset(raw: string, offset: number, unit: RegExp): number {
  let at = 1;
  let seen = 0;
  while (seen < offset && at < raw.length - 1) {
    unit.lastIndex = at;
    const written = unit.exec(raw)?.[0] ?? ' ';
    seen += decodedLength(written);
    at += written.length;
  }
  return at;
}

function decodedLength(written: string): number {
  if (/^\\\r?\n/.test(written)) return 0;
  if (written.startsWith('\\U')) return Number.parseInt(written.slice(2), 16) > 0xffff ? 2 : 1;
  return Math.max(
    1,
    written.startsWith('\\') ? 1 : (written.match(/\n/g)?.length ?? 1) - (written.includes('\n') ? 1 : 0),
  );
}

function unquotedOffset(raw: string, decoded: string, offset: number, header: number): number {
  const before = decoded.slice(0, offset);
  const solid = before.replace(/\s/g, '').length;
  let at = header;
  for (let seen = 0; seen < solid && at < raw.length; at += 1) if (!/\s/.test(raw[at] as string)) seen += 1;
  const next = decoded[offset];
  // White space before the offset: go on to the character itself, which indentation may have pushed away.
  if (/\s$/.test(before) || before === '') {
    if (next !== undefined && !/\s/.test(next)) while (/\s/.test(raw[at] ?? '')) at += 1;
    else at += before.length - before.trimEnd().length;
  }
  return Math.min(at, raw.length);
}
