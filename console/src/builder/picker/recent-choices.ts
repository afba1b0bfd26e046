import { keepItem } from '../../app/keep-item.ts';

const place = 'millrace.recentSteps';
const most = 5;

/** Ids of the steps that were put in last in this browser, the latest first. */
export function recentChoices(storage: Storage): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Notes that a step was put in. */
export function noteChoice(storage: Storage, id: string): void {
  const others = recentChoices(storage).filter((each) => each !== id);
  keepItem(storage, place, JSON.stringify([id, ...others].slice(0, most)));
}
