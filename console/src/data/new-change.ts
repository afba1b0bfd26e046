import type { Chosen } from './fitting-changes.ts';
import type { Change } from './formula.ts';

/** Pictures of dates with what 27 November 2026, 14:05, looks like in them. */
export const datePictures: readonly (readonly [picture: string, example: string])[] = [
  ['[Y0001]-[M01]-[D01]', '2026-11-27'],
  ['[Y0001]-[M01]-[D01] [H01]:[m01]', '2026-11-27 14:05'],
  ['[D01].[M01].[Y0001]', '27.11.2026'],
  ['[D1] [MNn] [Y0001]', '27 November 2026'],
  ['[Y0001]年[M1]月[D1]日', '2026年11月27日'],
  ['[M1]月[D1]日 [H01]:[m01]', '11月27日 14:05'],
  ['[H01]:[m01]', '14:05'],
];

/** Pictures of numbers with what 1234.5 looks like in them. */
export const numberPictures: readonly (readonly [picture: string, example: string])[] = [
  ['#,##0', '1,234'],
  ['#,##0.00', '1,234.50'],
  ['0.00', '1234.50'],
  ['0%', '123450%'],
];

/** A change as it is when it was just chosen; `field` is one of the items of a list. */
export function newChange(what: Chosen, zone: string, field = ''): Change {
  switch (what) {
    case 'where':
      return { do: 'where', key: field, value: '' };
    case 'join':
      return { do: 'join', between: ', ' };
    case 'date':
      return { do: 'date', zone, picture: datePictures[0]![0] };
    case 'number':
      return { do: 'number', picture: numberPictures[1]![0] };
    case 'default':
      return { do: 'default', value: '' };
    default:
      return { do: what };
  }
}
