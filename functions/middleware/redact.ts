import type { Json } from '#flows/language/json.ts';

/** What stands in the place of a secret. */
const hidden = '[secret]';

/** Shorter values would hide half of every text. */
const shortest = 4;

const secretName =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*(password|passwd|secret|api_?key|private_?key|access_?token|refresh_?token|client_?secret))$/i;

/** Hides the given secrets wherever they stand in a text, also as they look in addresses, JSON and Basic credentials, and callbacks. */
export type Redact = (text: string) => string;

/** Returns a function that hides these secrets; `pairs` are user and password as they go into Basic credentials. */
export function redactor(secrets: readonly string[], pairs: readonly string[] = []): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortest) continue;
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), base64(secret)]) {
      forms.add(form);
    }
    if (URL.canParse(secret) && new URL(secret).pathname.length > 8) forms.add(new URL(secret).pathname);
  }
  for (const pair of pairs) forms.add(base64(pair));
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

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
