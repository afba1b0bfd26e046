/** What became of a step between two texts of a flow. */
export type Mark = 'added' | 'removed' | 'changed' | 'moved';

export const markTones: Readonly<Record<Mark, 'good' | 'bad' | 'accent' | 'warn'>> = {
  added: 'good',
  removed: 'bad',
  changed: 'accent',
  moved: 'warn',
};
