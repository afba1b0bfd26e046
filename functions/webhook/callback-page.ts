import { createHash } from 'node:crypto';
import en from '#flows/text/en/callback-page.json' with { type: 'json' };
import { fill } from '#flows/text/fill.ts';
import type { Language } from '#flows/text/language.ts';
import zh from '#flows/text/zh/callback-page.json' with { type: 'json' };
import type { HttpResult } from '#functions/middleware/http-event.ts';
import type { CallbackOutcome } from '#functions/runs/answer-callback.ts';

const texts: Record<Language, typeof en> = { en, zh };

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { display: grid; min-height: 100vh; margin: 0; place-items: center; }
main { box-sizing: border-box; width: min(30rem, 100%); padding: 1.5rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem .75rem; }
dt { opacity: .7; }
dd { margin: 0; }
button { width: 100%; min-height: 3rem; margin-top: 1rem; border: 0; border-radius: .5rem; background: #1f5fd0; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid #8ab4ff; outline-offset: 2px; }`;

// No script, nothing from elsewhere, in nobody's frame; the address stays out of the Referer header.
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** What became of an answer, in a sentence. */
export function callbackWords(outcome: CallbackOutcome, language: Language): string {
  return texts[language][outcome];
}

/** The page at the address of a callback: a button, or once it was answered what became of that. */
export function callbackPage(page: {
  /** Its name, where it may be known who asks. */
  flow?: string;
  /** Fields of the address, which belong to the answer. */
  fields?: Record<string, string>;
  outcome?: CallbackOutcome | 'unknown' | undefined;
  language: Language;
}): HttpResult {
  const { flow = 'Millrace', fields = {}, outcome, language } = page;
  const text = texts[language];
  const listed = Object.entries(fields)
    .slice(0, 20)
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`)
    .join('');
  const main = outcome
    ? `<p role="status">${escaped(text[outcome])}</p>`
    : `<p>${escaped(text.asks)}</p>${listed && `<dl>${listed}</dl>`}<form method="post"><button type="submit">${escaped(text.button)}</button></form>`;
  const title = escaped(outcome ? flow : fill(text.title, { flow }));
  const body = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
<main><h1>${escaped(flow)}</h1>${main}</main>
</html>
`;
  return { statusCode: 200, headers, body };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
