import type { FieldLabel } from './fieldLabel.ts';
import { fieldGroup, fieldLabel, fieldPattern, PRICE_LABELS } from './fieldLabels.ts';
import { jobWords } from './jobs/jobWords.ts';
import { lengthText } from './lengths/lengthText.ts';
import {
  autoscaleWords,
  capacityWords,
  drillWords,
  failuresWords,
  metricsWords,
  policiesWords,
  rolloutWords,
  scheduleWords,
  startUpWords,
} from './living/livingWords.ts';

type Steps = readonly (string | number)[];
type Group = Readonly<Record<string, unknown>>;

/** How a value that is not there is called. */
const NOT_SET = 'not set';
const MOST_LETTERS = 90;

/** What a field is called, with its group and, where there are several items, the one it is of: `Fleet: Replicas (h100)`. */
export function fieldName(steps: Steps, isOneOfMany: boolean): string {
  const label = fieldLabel(steps)?.label ?? spacedKey(String(steps.at(-1) ?? 'document'));
  const group = fieldGroup(steps);
  const name = group === label ? label : `${group}: ${label}`;
  return isOneOfMany && steps.length > 1 ? `${name} (${steps[1]})` : name;
}

/** A value of a field in the words of the form, on one line: never JSON. */
export function fieldWords(steps: Steps, value: unknown): string {
  const words = wordsOf(steps, value);
  return words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words;
}

function wordsOf(steps: Steps, value: unknown): string {
  if (value === undefined || value === null || value === '') return NOT_SET;
  const label = fieldLabel(steps);
  const chosen = label?.choices?.[String(value)];
  if (typeof value !== 'object') return chosen ?? plainWords(value, label);
  if (label?.as === 'length' || label?.as === 'duration') return lengthText(value) ?? itemsWords(value);
  switch (fieldPattern(steps)) {
    case 'horizon':
      return horizonWords(value as Group);
    case 'jobs.*':
      return jobWords(value as Group);
    case 'pools.*':
      return poolWords(value as Group);
    case 'pools.*.autoscale':
      return autoscaleWords(value as Group);
    case 'pools.*.autoscale.metrics':
      return metricsWords(value);
    case 'pools.*.autoscale.schedule':
      return scheduleWords(value);
    case 'pools.*.autoscale.behavior.scaleUp.policies':
    case 'pools.*.autoscale.behavior.scaleDown.policies':
      return policiesWords(value);
    case 'pools.*.startUp':
      return startUpWords(value as Group);
    case 'pools.*.failures':
      return failuresWords(value as Group);
    case 'pools.*.failures.at':
      return drillWords(value);
    case 'pools.*.rollout':
      return rolloutWords(value as Group);
    case 'pools.*.capacity':
      return capacityWords(value);
    case 'pools.*.price':
      return priceWords(value as Group);
    case 'workloads.*.arrivals':
      return arrivalWords(steps, value as Group);
    case 'workloads.*.arrivals.hourOfWeek':
      return '168 factors of your own';
    default:
      return itemsWords(value);
  }
}

function plainWords(value: unknown, label: FieldLabel | undefined): string {
  const unit = label?.unit === undefined ? '' : ` ${label.unit}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number')
    return `${String(value)}${typeof value === 'string' && /^[\d.]+%?$/.test(value) ? unit : ''}`;
  if (label?.as === 'share') return `${Number((value * 100).toPrecision(12))}%${unit}`;
  if (label?.as === 'duration') return `${value} s`;
  return `${grouped(value)}${unit}`;
}

/** Whole numbers from 10,000 on with separators. */
function grouped(value: number): string {
  const isLong = Number.isInteger(value) && Math.abs(value) >= 10_000 && Math.abs(value) < 1e15;
  return isLong ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : String(value);
}

function horizonWords(horizon: Group): string {
  if (horizon['trace'] === true) return 'as long as the trace';
  const unit = ['months', 'days', 'hours'].find((key) => horizon[key] !== undefined);
  if (unit === undefined) return NOT_SET;
  const length = Number(horizon[unit]);
  return `${length} ${length === 1 ? unit.slice(0, -1) : unit}`;
}

function poolWords(pool: Group): string {
  const replicas = Number(pool['replicas'] ?? 1);
  const gpus = Number(pool['gpusPerReplica'] ?? 1);
  const number =
    pool['autoscale'] === undefined
      ? `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`
      : 'autoscaled replicas';
  const parts = [
    `${number} of ${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}`,
    ...['accelerator', 'model'].flatMap((key) => (typeof pool[key] === 'string' ? [pool[key]] : [])),
  ];
  return parts.join(', ');
}

function priceWords(price: Group): string {
  if (typeof price['instance'] === 'string') return `an instance, on demand: ${price['instance']}`;
  if (price['perGpuHour'] !== undefined) return `${String(price['perGpuHour'])} per GPU-hour`;
  return price['owned'] === undefined ? PRICE_LABELS.none : PRICE_LABELS.owned;
}

function arrivalWords(steps: Steps, arrivals: Group): string {
  if (arrivals['trace'] !== undefined) return `Trace, replayed: ${String(arrivals['trace'])}`;
  const kind = wordsOf([...steps, 'process'], arrivals['process']);
  const rate = arrivals['ratePerSecond'];
  const count = arrivals['count'];
  return [
    kind,
    ...(rate === undefined ? [] : [`${String(rate)} requests/s`]),
    ...(rate === undefined && count !== undefined ? [`${String(count)} requests`] : []),
  ].join(', ');
}

/** Lists by what is in them, groups by what they say. */
function itemsWords(value: object): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    const names = value.map((item: unknown) => itemName(item));
    return names.every((name) => name !== undefined) && names.length <= 6
      ? names.join(', ')
      : `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  }
  return Object.entries(value)
    .map(([key, each]) => {
      const words =
        typeof each === 'object' && each !== null ? `(${itemsWords(each)})` : plainWords(each, undefined);
      return `${spacedKey(key)} ${words}`;
    })
    .join(', ');
}

function itemName(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return String(item);
  const { id, name } = item as { readonly id?: unknown; readonly name?: unknown };
  const found = id ?? name;
  return found === undefined ? undefined : String(found);
}

/** `acceptanceLength` as `acceptance length`. */
export function spacedKey(key: string): string {
  return key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}
