import { parseDuration } from '#flows/language/duration.ts';

export type DurationUnit = 's' | 'm' | 'h' | 'd';

export interface DurationParts {
  count: number;
  unit: DurationUnit;
}

const sizes: Record<DurationUnit, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };
export const durationUnits = Object.keys(sizes).reverse() as DurationUnit[];

/** A duration such as `1h30m` as one number and its unit, here 90 minutes; undefined when the text is none. */
export function durationParts(text: string): DurationParts | undefined {
  const seconds = parseDuration(text);
  if (seconds === undefined) return undefined;
  const unit = (Object.keys(sizes) as DurationUnit[]).find((each) => seconds > 0 && seconds % sizes[each] === 0) ?? 's';
  return { count: seconds / sizes[unit], unit };
}

/** `90m` */
export function durationText({ count, unit }: DurationParts): string {
  return `${count}${unit}`;
}
