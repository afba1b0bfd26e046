import api from '#flows/text/en/api.json' with { type: 'json' };
import en from '#flows/text/en/refusals.json' with { type: 'json' };
import { fill } from '#flows/text/fill.ts';
import type { Language } from '#flows/text/language.ts';
import apiZh from '#flows/text/zh/api.json' with { type: 'json' };
import zh from '#flows/text/zh/refusals.json' with { type: 'json' };

/** A key of flows/text/<language>/refusals.json or api.json. */
export type Refusal = keyof typeof en | keyof typeof api;

/** Who is told: a sender at an address of a flow, or whoever uses the API; the same refusal may read differently there. */
export type Door = 'webhook' | 'api';

type Texts = Record<Refusal, { message: string; help?: string }>;

const texts: Record<Door, Record<Language, Texts>> = {
  webhook: { en: { ...api, ...en }, zh: { ...apiZh, ...zh } },
  api: { en: { ...en, ...api }, zh: { ...zh, ...apiZh } },
};

/** What a refusal says to a person at a door, in their language. */
export function refusalText(
  door: Door,
  code: Refusal,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): { message: string; help?: string } {
  const { message, help } = texts[door][language][code];
  return { message: fill(message, params), ...(help && { help: fill(help, params) }) };
}
