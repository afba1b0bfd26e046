import { zoneArgument } from '#flows/compiler/bound/zones-named.ts';
import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { nearest } from '#flows/language/nearest.ts';
import { isTimeZone, timeZones } from '#flows/language/time-zone.ts';
import type { Span } from '../source/source-node.ts';
import type { Surroundings } from './infer.ts';
import { isTime } from './iso-time.ts';

const units = ['day', 'week', 'month', 'quarter', 'year'];

/** How many values each function of ours needs at least. */
const needed: Readonly<Record<string, number>> = { isWorkingDay: 1 };

/** Which argument of JSONata's own functions is an offset. */
const offsetArgument: Readonly<Record<string, number>> = { fromMillis: 2, now: 1 };

/**
 * Reports what a call of a function about time says wrong. `given` arguments come from in front of `~>`; `span` tells
 * where a node stands that is written so, `at` is the function's name.
 */
export function checkTimeCall(
  name: string,
  written: readonly ExpressionNode[],
  given: number,
  { report }: Pick<Surroundings, 'report'>,
  at: Span,
  span: (node: ExpressionNode, token: string) => Span,
): void {
  const argument = (index: number) => written[index - given];
  const textAt = (index: number): [text: string, Span] | undefined => {
    const node = argument(index);
    return node?.type === 'string' ? [String(node.value), span(node, `"${node.value}"`)] : undefined;
  };
  if (Object.hasOwn(zoneArgument, name)) {
    checkOwnCall();
    return;
  }
  const offset = offsetArgument[name] === undefined ? undefined : textAt(offsetArgument[name]);
  if (offset && !/^[-+]\d{4}$/.test(offset[0]))
    report('offsetNeeded', { name: `$${name}`, zone: offset[0] }, offset[1]);
  for (const index of written.keys()) {
    const each = ['fromMillis', 'now', 'toMillis'].includes(name) ? textAt(index + given) : undefined;
    if (!each || !isTimeZone(each[0]) || index + given === offsetArgument[name]) continue;
    report('offsetNeeded', { name: `$${name}`, zone: each[0] }, each[1]);
  }

  function checkOwnCall(): void {
    const count = needed[name] ?? 2;
    if (written.length + given < count) report('tooFewArguments', { name: `$${name}`, count }, at);
    const time = textAt(0);
    if (time && !isTime(time[0])) report('invalidTime', { value: time[0] }, time[1]);
    const unit = name === 'startOf' ? textAt(1) : undefined;
    if (unit && !units.includes(unit[0])) {
      const choices = units.join(', ');
      report('invalidChoice', { value: unit[0], choices, suggestion: nearest(unit[0], units) }, unit[1]);
    }
    const index = zoneArgument[name] as number;
    const zone = textAt(index);
    if (zone && !isTimeZone(zone[0])) {
      report('unknownTimeZone', { name: zone[0], suggestion: nearest(zone[0], timeZones()) }, zone[1]);
    } else if (!zone && argument(index)) {
      report('zoneNotWritten', { name: `$${name}` }, at);
    }
  }
}
