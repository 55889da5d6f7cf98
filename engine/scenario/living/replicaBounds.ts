import { valueAt } from '../reading/problems.ts';
import { thousands } from '../reading/thousands.ts';

/** The fewest and the most replicas that a pool may want at a time: equal where nobody changes their number. */
export interface ReplicaBounds {
  readonly least: number;
  readonly most: number;
}

/** What a pool's document says of them, checked or as it is being written: 1 where that cannot be read. */
export function replicaBounds(pool: unknown): ReplicaBounds {
  const autoscale = valueAt(pool, ['autoscale']);
  const numbers =
    autoscale === undefined
      ? [valueAt(pool, ['replicas'])]
      : valueAt(autoscale, ['kind']) === 'schedule'
        ? scheduledNumbers(autoscale)
        : limitsOf(autoscale);
  const counts = numbers.map(count);
  return { least: Math.min(...counts), most: Math.max(...counts) };
}

/** As in `2`, or `1 to 12`. */
export function boundsText({ least, most }: ReplicaBounds): string {
  return least === most ? thousands(least) : `${thousands(least)} to ${thousands(most)}`;
}

/** Defaults of kinds that have others than 1: of min, and of max where it may be left out. */
const USUAL: Readonly<Record<string, readonly number[]>> = {
  keda: [0, 100],
  knative: [0],
  'ray-serve': [1, 100],
};

/** What holds of min and max where they are left out. */
export function usualLimits(kind: unknown): readonly (number | undefined)[] {
  return typeof kind === 'string' && Object.hasOwn(USUAL, kind) ? USUAL[kind] : [];
}

function limitsOf(autoscale: unknown): readonly unknown[] {
  const [min, max] = usualLimits(valueAt(autoscale, ['kind']));
  const idle = valueAt(autoscale, ['idle']);
  return [
    valueAt(autoscale, ['min']) ?? min,
    valueAt(autoscale, ['max']) ?? max,
    ...(idle === undefined ? [] : [idle]),
  ];
}

function scheduledNumbers(autoscale: unknown): readonly unknown[] {
  const entries = valueAt(autoscale, ['schedule']);
  const numbers = Array.isArray(entries) ? entries.map((entry) => valueAt(entry, ['replicas'])) : [];
  return numbers.length === 0 ? [undefined] : numbers;
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 1;
}
