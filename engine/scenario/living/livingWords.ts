import { KNATIVE_METRIC_LABELS, METRIC_LABELS } from './livingLabels.ts';
import { lengthText } from '../lengths/lengthText.ts';
import { METRICS, type MetricName } from './livingSpec.ts';
import { usualLimits } from './replicaBounds.ts';

type Group = Readonly<Record<string, unknown>>;

/** An autoscaler as it is written, in one line: “2 to 20 replicas by requests in hand 12 a replica”. */
export function autoscaleWords(autoscale: Group): string {
  if (autoscale['manifest'] !== undefined) return `as ${shown(autoscale['manifest'])} has it`;
  const [min = 1, max] = usualLimits(autoscale['kind']);
  const limits = `${shown(autoscale['min'] ?? min)} to ${shown(autoscale['max'] ?? max)} replicas`;
  switch (autoscale['kind']) {
    case 'hpa':
    case 'keda':
      return `${limits} by ${listWords(autoscale['metrics'], metricWords)}`;
    case 'knative':
      return `${limits} by ${knativeWords(autoscale)}`;
    case 'ray-serve':
      return `${limits} by requests in hand ${shown(autoscale['targetOngoingRequests'] ?? 2)} a replica`;
    case 'schedule':
      return `by the clock: ${scheduleWords(autoscale['schedule'])}`;
    default:
      return `${limits} by a forecast`;
  }
}

function knativeWords({ metric = 'concurrency', target, utilization = 0.7 }: Group): string {
  const label = metric === 'rps' ? KNATIVE_METRIC_LABELS.rps : KNATIVE_METRIC_LABELS.concurrency;
  const usual = metric === 'rps' ? 200 : 100;
  return `${label} ${shown(target ?? usual)} a replica, ${shareWords(utilization)} of it`;
}

/** The metrics of an autoscaler, each with its target. */
export function metricsWords(metrics: unknown): string {
  return listWords(metrics, metricWords);
}

/** The numbers of a week. */
export function scheduleWords(schedule: unknown): string {
  return listWords(schedule, ({ from, replicas }) => `${shown(from)} ${shown(replicas)}`);
}

/** Rules of a direction: “4 Pods in 15 s”. */
export function policiesWords(policies: unknown): string {
  return listWords(
    policies,
    ({ type, value, periodSeconds }) =>
      `${shown(value)}${type === 'Percent' ? '%' : ` ${shown(type)}`} in ${durationWords(periodSeconds)}`,
  );
}

/** A start-up by its stages. */
export function startUpWords({ preset, ...stages }: Group): string {
  const given = Object.entries(stages).map(([stage, duration]) => `${stage} ${durationWords(duration)}`);
  return [...(preset === undefined ? [] : [`like ${shown(preset)}`]), ...given].join(', ');
}

/** Failures, and how long each lasts. */
export function failuresWords({ at, meanHours, zone, repair }: Group): string {
  const zoneHours = typeof zone === 'object' && zone !== null ? (zone as Group)['meanHours'] : undefined;
  return [
    ...(at === undefined ? [] : [drillWords(at)]),
    ...(meanHours === undefined ? [] : [`a replica every ${shown(meanHours)} h`]),
    ...(zoneHours === undefined ? [] : [`a zone every ${shown(zoneHours)} h`]),
    `repaired in ${durationWords(repair)}`,
  ].join(', ');
}

/** Failures of a drill. */
export function drillWords(at: unknown): string {
  return listWords(at, ({ second, replica }) => `replica ${shown(replica)} at ${durationWords(second)}`);
}

/** Machines by their kind and GPUs. */
export function capacityWords(capacity: unknown): string {
  return listWords(
    capacity,
    ({ kind, replicas, nodes, gpusPerNode, interruptions, price, fallback, ...entry }) =>
      [
        ...(nodes === undefined
          ? [replicas === undefined ? shown(kind) : `${shown(replicas)} ${shown(kind)}`]
          : [`${shown(kind)} of ${shown(nodes)}`, ...spellWords(entry)]),
        ...(gpusPerNode === undefined ? [] : [`${shown(gpusPerNode)} GPUs each`]),
        ...(kind === 'spot' ? [interruptionWords(interruptions)] : []),
        ...(kind === 'on-demand' && interruptions !== undefined
          ? [`in stock ${interruptionWords(interruptions)}`]
          : []),
        ...(price === undefined ? [] : [spotPriceWords(price)]),
        ...(fallback === undefined ? [] : [`else ${shown(fallback)}`]),
      ].join(', '),
  );
}

/** From when to when. */
function spellWords({ from, until }: Group): readonly string[] {
  const words = [
    ...(from === undefined ? [] : [`from ${shown(from)}`]),
    ...(until === undefined ? [] : [`until ${shown(until)}`]),
  ].join(' ');
  return words === '' ? [] : [words];
}

/** When all replicas are replaced, and how many at a time. */
export function rolloutWords({ at, surge = '25%', unavailable = '25%' }: Group): string {
  const when = Array.isArray(at) ? at.map(shown).join(', ') : shown(at);
  return `at ${when}, ${shown(surge)} more and ${shown(unavailable)} fewer meanwhile`;
}

/** What spot, or what is reserved, costs. */
function spotPriceWords(price: unknown): string {
  if (typeof price !== 'object' || price === null) return 'price …';
  const { discount, perGpuHour, trace, steps } = price as Group;
  if (discount !== undefined) return `${shareWords(discount)} off`;
  if (perGpuHour !== undefined) return `${shown(perGpuHour)} a GPU-hour`;
  if (trace !== undefined) return `priced as in ${shown(trace)}`;
  return `priced by ${Array.isArray(steps) ? steps.length : '…'} rows`;
}

/** How spot nodes are taken away. */
function interruptionWords(interruptions: unknown): string {
  if (typeof interruptions !== 'object' || interruptions === null) return 'interruptions …';
  const { preset, meanHours, law, trace, counts, nodes } = interruptions as Group;
  if (preset !== undefined) return shown(preset);
  if (meanHours !== undefined) return `taken every ${shown(meanHours)} h`;
  if (law !== undefined) return `taken after ${durationWords(law)}`;
  if (trace !== undefined) return `as in ${shown(trace)}`;
  const rows = counts ?? nodes;
  return `by ${Array.isArray(rows) ? rows.length : '…'} rows`;
}

/** A duration or law of durations as it would be typed; a bare number is seconds. */
function durationWords(value: unknown): string {
  if (typeof value === 'number') return `${value} s`;
  return lengthText(value) ?? 'a law of its own';
}

function metricWords(metric: Group): string {
  const name = shown(metric['metric']);
  const label = Object.hasOwn(METRIC_LABELS, name) ? METRIC_LABELS[name as MetricName] : name;
  const target = Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : 'averageValue';
  const value = metric[target];
  if (target === 'averageValue' && value === undefined && metric['value'] !== undefined)
    return `${label} ${shown(metric['value'])} in all`;
  if (target === 'averageValue') return `${label} ${shown(value)} a replica`;
  if (target === 'value') return `${label} ${durationWords(value)}`;
  return `${label} ${shareWords(value)}`;
}

function shareWords(value: unknown): string {
  return typeof value === 'number' ? `${Number((value * 100).toPrecision(12))}%` : shown(value);
}

function listWords(list: unknown, words: (item: Group) => string): string {
  if (!Array.isArray(list) || list.length === 0) return 'none';
  return list
    .map((item: unknown) => (typeof item === 'object' && item !== null ? words(item as Group) : shown(item)))
    .join(', ');
}

function shown(value: unknown): string {
  return value === undefined || typeof value === 'object' ? '…' : String(value);
}
