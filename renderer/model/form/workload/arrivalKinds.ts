import { ARRIVAL_LABELS } from '../../../../engine/scenario/fieldLabels.ts';
import { choicesOf } from '../fields/choicesOf.ts';
import { demandOf } from '../../../../engine/scenario/arrivals/demandOf.ts';

/** Ways in which requests can arrive, as the form names them. */
export const ARRIVAL_KINDS = choicesOf(ARRIVAL_LABELS);
export type ArrivalKind = keyof typeof ARRIVAL_LABELS;

type Group = Readonly<Record<string, unknown>>;

/** The kind that a document's arrivals are of, as far as they say. */
export function arrivalKind(arrivals: unknown): string {
  const { trace, process } = groupOf(arrivals);
  return trace === undefined ? String(process ?? '') : 'trace';
}

const SHAPE = ['hourOfWeek', 'monthOfYear', 'timeZoneOffset', 'growthPerMonth', 'events'] as const;
const DEFAULT_RATE = 1;

/** Arrivals of another kind, with all that both kinds know; what is missing gets a value to begin with. */
export function arrivalsOfKind(arrivals: unknown, kind: ArrivalKind): Group {
  const before = groupOf(arrivals);
  const shape = Object.fromEntries(
    SHAPE.flatMap((key) => (before[key] === undefined ? [] : [[key, before[key]]])),
  );
  const said = before['rate'];
  const rate =
    said === undefined ? { ratePerSecond: before['ratePerSecond'] ?? DEFAULT_RATE } : { rate: said };
  const mean = demandOf({ arrivals: { process: 'poisson', ...rate, ...shape } })?.mean ?? DEFAULT_RATE;
  switch (kind) {
    case 'poisson':
    case 'constant':
      return { process: kind, ...rate, ...shape };
    case 'gamma':
    case 'weibull':
      return {
        process: kind,
        ...rate,
        ...(before['shape'] === undefined ? { cv: before['cv'] ?? 2 } : { shape: before['shape'] }),
        ...shape,
      };
    case 'mmpp':
      return {
        process: kind,
        states: before['states'] ?? [
          { ratePerSecond: 2 * mean, meanSeconds: '1min' },
          { ratePerSecond: 0, meanSeconds: '1min' },
        ],
        ...shape,
      };
    case 'clients':
      return {
        process: kind,
        ...rate,
        ...(before['clients'] === undefined ? { count: 100, skew: 1 } : { clients: before['clients'] }),
        cv: before['cv'] ?? 1,
        ...shape,
      };
    case 'batch':
      return { process: kind, count: 10_000, at: '01:00', everyDays: 1 };
    case 'trace':
      return {
        trace: before['trace'] ?? '',
        format: before['format'] ?? 'csv',
        columns: before['columns'] ?? {
          arrivalSeconds: 'timestamp',
          promptTokens: 'prompt_tokens',
          outputTokens: 'output_tokens',
        },
      };
  }
}

/** Lengths of a workload that gets them from a trace no longer. */
export const FIRST_LENGTHS = {
  promptTokens: { lognormal: { p50: 1000, p90: 2700 }, max: 8192 },
  outputTokens: { lognormal: { p50: 150, p90: 450 }, max: 1000 },
} as const;

/** A group of keys, or an empty one for what is none. */
function groupOf(value: unknown): Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Group) : {};
}
