import type { ScheduleSpec } from '../livingSpec.ts';
import { WEEK_SECONDS } from './weekTime.ts';

/** 1970-01-01 was a Thursday; weeks start on Monday, 1970-01-05. */
const FIRST_MONDAY = 4 * 86_400;

/**
 * Replicas wanted at a second of a horizon that starts at `startEpochSeconds` with `start` replicas. `exact`: the entry in
 * force (the week's last one, before its first). `minimum`: the most of the start's number and of all entries in force
 * since then: it raises, and never lowers. An entry is in force at its very instant.
 */
export function scheduledReplicas(
  { mode, entries }: ScheduleSpec,
  startEpochSeconds: number,
  start: number,
  second: number,
): number {
  const offset = startEpochSeconds - FIRST_MONDAY;
  const now = entryInForce(entries, offset, second);
  if (mode === 'exact') return replicasOf(entries, now);
  const first = entryInForce(entries, offset, Math.min(0, second));
  let most = start;
  for (let entry = Math.max(first, now - entries.length + 1); entry <= now; entry++)
    most = Math.max(most, replicasOf(entries, entry));
  return most;
}

/** The first instant after a second of the horizon (in the same seconds) at which an entry comes into force. */
export function nextScheduleEntry(
  { entries }: ScheduleSpec,
  startEpochSeconds: number,
  second: number,
): number {
  const offset = startEpochSeconds - FIRST_MONDAY;
  const next = entryInForce(entries, offset, second) + 1;
  const week = Math.floor(next / entries.length);
  return week * WEEK_SECONDS + entries[next - week * entries.length].secondOfWeek - offset;
}

/** Entries are numbered through all weeks, from the first of week 0 (of 1970-01-05): the last that is not after a second. */
function entryInForce(entries: ScheduleSpec['entries'], offset: number, second: number): number {
  const clock = second + offset;
  const week = Math.floor(clock / WEEK_SECONDS);
  let passed = 0;
  while (passed < entries.length && entries[passed].secondOfWeek <= clock - week * WEEK_SECONDS) passed++;
  return week * entries.length + passed - 1;
}

function replicasOf(entries: ScheduleSpec['entries'], entry: number): number {
  return entries[entry - Math.floor(entry / entries.length) * entries.length].replicas;
}
