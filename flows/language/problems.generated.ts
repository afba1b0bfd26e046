// Made by `npm run generate` from problems.md.
export interface ProblemParams {
  tooLarge: { limit: string | number; size: string | number };
}

export type ProblemCode = keyof ProblemParams;

export const problemTexts: Record<
  ProblemCode,
  Readonly<{
    severity: 'error' | 'warning' | 'info';
    en: { message: string; help: string };
    zh: { message: string; help: string };
  }>
> = {
  tooLarge: {
    severity: 'error',
    en: { message: "The flow's text has {size} KB; at most {limit} KB are allowed.", help: "Move long texts out of the flow, or split it into several flows that call each other." },
    zh: { message: "流程文本为 {size} KB，最多允许 {limit} KB。", help: "请把较长的文本移出流程，或者把流程拆分为相互调用的多个流程。" },
  },
};

export const problemWords: Readonly<Record<string, { en: string; zh: string }>> = {
  '@text': { en: "text", zh: "文本" },
  '@number': { en: "a number", zh: "数字" },
  '@boolean': { en: "true or false", zh: "真或假（true 或 false）" },
  '@list': { en: "a list", zh: "列表" },
  '@object': { en: "an object with fields", zh: "含字段的对象" },
  '@null': { en: "null", zh: "空值（null）" },
  '@duration': { en: "a duration such as 15m", zh: "时长（如 15m）" },
  '@nothing': { en: "nothing", zh: "空" },
  '@function': { en: "a function", zh: "函数" },
};
