import type { Json } from '#flows/language/json.ts';

/** What stands in the place of a secret. */
const hidden = '[secret]';

/** Shorter values would hide half of every text. */
const shortest = 4;

const secretName =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*(password|passwd|secret|api_?key|private_?key|access_?token|refresh_?token|client_?secret))$/i;

/** Hides the given secrets wherever they stand in a text, also as they look in addresses, JSON and Basic credentials, and callbacks. */
export type Redact = (text: string) => string;

/**
 * Returns a function that hides these secrets. `users` are what may stand before the colon of Basic credentials: every
 * other text of the connection, whatever its connector calls it.
 */
export function redactor(secrets: readonly string[], users: readonly string[] = []): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortest) continue;
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), base64(secret)]) {
      forms.add(form);
    }
    for (const user of users) forms.add(base64(`${user}:${secret}`));
    for (const part of insideBase64(secret)) forms.add(part);
    if (URL.canParse(secret) && new URL(secret).pathname.length > 8) forms.add(new URL(secret).pathname);
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce(
      (rest, form) => (rest.includes(form) ? rest.replaceAll(form, hidden) : rest),
      hideCallbacks(text),
    );
}

/** The value with the secrets hidden in its texts and names; a number that is a secret becomes what stands for it. */
export function hideSecrets(value: Json, redact: Redact): Json {
  const text = JSON.stringify(value);
  return redact(text) === text ? value : withoutSecrets(value, redact);
}

function withoutSecrets(value: Json, redact: Redact): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((inner) => withoutSecrets(inner, redact));
  if (value === null || typeof value !== 'object') {
    const text = String(value);
    return redact(text) === text ? value : redact(text);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [redact(name), withoutSecrets(inner, redact)]),
  );
}

/** The value with everything hidden that its name says is secret: `password`, `authorization`, `apiKey` and the like. */
export function hideByName(value: Json): Json {
  if (Array.isArray(value)) return value.map(hideByName);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretName.test(name) && inner !== null && inner !== '' ? hidden : hideByName(inner),
    ]),
  );
}

/** The text with the signatures of callback addresses hidden: whoever has one may answer. */
export function hideCallbacks(text: string): string {
  return text.replace(/\b(r[0-9a-f]{40}\.)[0-9a-f]{40}(?![0-9a-f])/g, `$1${hidden}`);
}

/**
 * What Base64 of any text that holds the secret holds, whatever stands around it: six bits a sign, so the secret begins
 * at one of three places of a group of four (RFC 4648). The signs that its neighbours share are left out. None for a
 * secret so short that other texts would have it too.
 */
function insideBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < 9) return [];
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), whole);
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
