/** When a profile was taken. */
import type { Profile } from '../../src/protocol/profile';
import { t } from '../l10n';

type Taken = Pick<Profile, 'takenAt'>;

/** `2026-11-21 21:30 UTC`. */
export function takenText({ takenAt }: Taken): string {
  return takenAt.replace('T', ' ').replace(/(:\d\d)(:\d\d)?(\.\d+)?Z$/, '$1 UTC');
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How long ago that was, in words.
 * @param now milliseconds since the epoch
 */
export function ageText({ takenAt }: Taken, now: number): string {
  const ms = now - Date.parse(takenAt);
  if (ms < minuteMs) return t('just now');
  if (ms < hourMs) return t('{0} min ago', Math.floor(ms / minuteMs));
  if (ms < 2 * dayMs) return t('{0} h ago', Math.floor(ms / hourMs));
  return t('{0} days ago', Math.floor(ms / dayMs));
}
