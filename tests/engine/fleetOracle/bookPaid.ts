import { PAID_KINDS } from '../../../engine/usage/paidHours.ts';
import type { BookedHour, BookedLevel, PaidKind } from './fleetTypes.ts';

const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;

interface Spell {
  readonly from: number;
  readonly to: number;
  readonly level: number;
}

/** Levels as a function of time over the horizon: what changes at one instant counts as its net; 0 before second 0. */
function spells(changes: readonly { at: number; level: number }[], horizon: number): Spell[] {
  const found: Spell[] = [];
  let from = 0;
  let level = 0;
  changes.forEach((change, i) => {
    if (change.at >= horizon || changes[i + 1]?.at === change.at || change.level === level) return;
    if (change.at > from) found.push({ from, to: change.at, level });
    ({ at: from, level } = change);
  });
  found.push({ from, to: horizon, level });
  return found;
}

/** Seconds of [from, to) in each hour. */
export function secondsByHour(from: number, to: number, hours: number): number[] {
  return Array.from({ length: hours }, (_, hour) =>
    Math.max(0, Math.min(to, (hour + 1) * HOUR_SECONDS) - Math.max(from, hour * HOUR_SECONDS)),
  );
}

/** Paid seconds of a kind by hour and level, how often each level was reached, and by how much spells at it fell short. */
function bookPaid(changes: readonly { at: number; level: number }[], hours: number): BookedLevel[][] {
  const horizon = hours * HOUR_SECONDS;
  const top = changes.reduce((most, { level }) => Math.max(most, level), 0);
  const booked = Array.from({ length: hours }, () =>
    Array.from(
      { length: top },
      (): BookedLevel => ({ seconds: 0, rises: 0, shortOfMinute: 0, shortOfHour: 0 }),
    ),
  );
  const at = (second: number, level: number): BookedLevel =>
    booked[Math.floor(second / HOUR_SECONDS)][level - 1];
  const found = spells(changes, horizon);
  for (const { from, to, level } of found) {
    if (level === 0) continue;
    secondsByHour(from, to, hours).forEach((seconds, hour) => {
      booked[hour][level - 1].seconds += seconds;
    });
  }
  for (let level = 1; level <= top; level++) {
    let since: number | undefined;
    for (const spell of found) {
      if (spell.level >= level && since === undefined) {
        since = spell.from;
        at(since, level).rises++;
      } else if (spell.level < level && since !== undefined) {
        // It ended within the horizon: one that the horizon cuts is not short.
        at(spell.from, level).shortOfMinute += Math.max(0, MINUTE_SECONDS - (spell.from - since));
        at(spell.from, level).shortOfHour += Math.max(0, HOUR_SECONDS - (spell.from - since));
        since = undefined;
      }
    }
  }
  return booked;
}

export function bookKinds(
  changes: Readonly<Record<PaidKind, readonly { at: number; level: number }[]>>,
  hours: number,
): BookedHour[] {
  const byKind = PAID_KINDS.map((kind) => bookPaid(changes[kind], hours));
  return Array.from({ length: hours }, (_, hour): BookedHour => {
    const [onDemand, spot, reserved] = byKind.map((booked) => booked[hour]);
    return { 'committed-or-on-demand': onDemand, spot, reserved };
  });
}
