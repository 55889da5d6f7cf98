import type { ScenarioDocument } from './schema.ts';

type HorizonDocument = ScenarioDocument['horizon'];
const HOUR = 3600;

/** Whole hours of a horizon whose length is written; undefined for one that is as long as its traces. */
export function writtenHours(horizon: HorizonDocument): number | undefined {
  if ('hours' in horizon) return horizon.hours;
  if ('days' in horizon) return horizon.days * 24;
  if (!('months' in horizon)) return undefined;
  const start = new Date(horizon.start * 1000);
  const month = start.getUTCMonth() + horizon.months;
  // A month after 31 January ends with February.
  const days = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const end = Date.UTC(
    start.getUTCFullYear(),
    month,
    Math.min(start.getUTCDate(), days),
    start.getUTCHours(),
  );
  return Math.round((end / 1000 - horizon.start) / HOUR);
}
