import { METRICS, type MetricName } from '../../living/livingSpec.ts';
import { listed } from '../../reading/listed.ts';
import { suggestFrom } from '../../reading/nearest.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import { excerpt } from '../../reading/toldProblems.ts';
import type { ForeignMetric } from './foreignMetric.ts';
import type { ManifestAutoscale, MetricOf } from '../manifestAutoscale.ts';
import type { Origin } from '../manifestReading.ts';
import { promqlMetric, promqlNames, type QueriedMetric } from './promqlMetric.ts';
import { type KnownMetric, knownMetric } from './wellKnownMetrics.ts';

/** A metric of the cluster that is one of ours, and which. */
export interface MappedMetric {
  readonly foreign: ForeignMetric;
  readonly metric: MetricName;
  readonly scale: number;
  /** Of a query, what its one number is of all replicas; undefined where the manifest’s kind of target says it. */
  readonly of?: QueriedMetric['of'];
  readonly windowSeconds?: number | string;
  /** By the scenario’s `metricOf`: what a number is counted in is not known then. */
  readonly isOwn: boolean;
}

export interface MappedMetrics {
  readonly mapped: readonly MappedMetric[];
  /** Processor and memory, which are not simulated. */
  readonly passedOver: readonly ForeignMetric[];
  /** What is wrong with the scenario’s `metricOf`. */
  readonly own: readonly PlacedProblem[];
}

const LONGEST_SHOWN = 120;
/** Kubernetes’ own resources: with GPUs at work they say nothing of the load. */
const RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory']);

/** Says of each metric of a manifest which one it is here, by the scenario’s word first, then by those that are well known. */
export function mapMetrics(
  metrics: readonly ForeignMetric[],
  { manifest, metricOf = {} }: Pick<ManifestAutoscale, 'manifest' | 'metricOf'>,
): MappedMetrics {
  const mapped: MappedMetric[] = [];
  const passedOver: ForeignMetric[] = [];
  const unknown: ForeignMetric[] = [];
  const used = new Set<string>();
  for (const foreign of metrics) {
    const found = ownWord(foreign, metricOf, used) ?? wellKnown(foreign, metricOf, used);
    if (found !== undefined) mapped.push(found);
    else if (foreign.names.some((name) => RESOURCES.has(name))) passedOver.push(foreign);
    else unknown.push(foreign);
  }
  const names = metrics.flatMap((foreign) => namesOf(foreign));
  return {
    mapped,
    passedOver,
    own: [
      ...unusedWords(metricOf, used, names),
      ...(unknown.length === 0 ? [] : [missingWords(unknown, manifest)]),
    ],
  };
}

/** What the scenario says of a metric by its query or one of its names. */
function ownWord(
  foreign: ForeignMetric,
  metricOf: Readonly<Record<string, MetricOf>>,
  used: Set<string>,
): MappedMetric | undefined {
  const calls = [...(foreign.query === undefined ? [] : [foreign.query]), ...foreign.names];
  for (const [key, word] of Object.entries(metricOf)) {
    if (!calls.some((name) => name.trim() === key.trim())) continue;
    used.add(key);
    const { metric, windowSeconds } =
      typeof word === 'string' ? { metric: word, windowSeconds: undefined } : word;
    return {
      foreign,
      metric,
      scale: 1,
      isOwn: true,
      ...(windowSeconds === undefined ? {} : { windowSeconds }),
    };
  }
  return undefined;
}

/** By its name, or by a query of a plain shape, in which names of the scenario’s count, too. */
function wellKnown(
  foreign: ForeignMetric,
  metricOf: Readonly<Record<string, MetricOf>>,
  used: Set<string>,
): MappedMetric | undefined {
  if (foreign.query === undefined) {
    for (const name of foreign.names) {
      const known = knownMetric(name);
      if (known?.as !== 'gauge') continue;
      const { metric, scale = 1, windowSeconds } = known;
      return {
        foreign,
        metric,
        scale,
        isOwn: false,
        ...(windowSeconds === undefined ? {} : { windowSeconds }),
      };
    }
    return undefined;
  }
  let isOwn = false;
  let window: number | string | undefined;
  const known = (name: string): KnownMetric | undefined => {
    const word = Object.hasOwn(metricOf, name) ? metricOf[name] : undefined;
    if (word === undefined) return knownMetric(name);
    used.add(name);
    isOwn = true;
    if (typeof word !== 'string') window = word.windowSeconds;
    return { metric: typeof word === 'string' ? word : word.metric, as: 'gauge' };
  };
  const found = promqlMetric(foreign.query, known);
  const windowSeconds = window ?? found?.windowSeconds;
  return found && { foreign, ...found, ...(windowSeconds === undefined ? {} : { windowSeconds }), isOwn };
}

function namesOf({ names, query }: ForeignMetric): readonly string[] {
  return query === undefined ? names : [...names, ...promqlNames(query), query];
}

function unusedWords(
  metricOf: Readonly<Record<string, MetricOf>>,
  used: ReadonlySet<string>,
  names: readonly string[],
): readonly PlacedProblem[] {
  return Object.keys(metricOf)
    .filter((key) => !used.has(key))
    .map((key) => ({
      path: ['metricOf', key],
      message: `“${excerpt(key, LONGEST_SHOWN)}” is no metric of the manifest, nor one in a query of a plain shape`,
      suggestion: () => suggestFrom(key, [...new Set(names)]),
    }));
}

/** One problem, with all that has to be said. */
function missingWords(unknown: readonly ForeignMetric[], manifest: string): PlacedProblem {
  const calls = unknown.map(({ query, names }) => query?.trim() ?? names[0]);
  const places = unknown.map(({ nameAt }, i) => `${excerpt(calls[i], LONGEST_SHOWN)} (${nameAt.join('.')})`);
  return {
    path: ['metricOf'],
    message: `must say what these metrics of ${manifest} are: ${listed(places, 'and')}`,
    suggestion: `such as metricOf: { ${JSON.stringify(calls[0])}: outstanding }; there are ${listed(Object.keys(METRICS), 'and')}`,
  };
}

/** Where the fields of a metric of the document are from. */
export function metricOrigins(index: number, { at, targetAt, nameAt }: ForeignMetric): readonly Origin[] {
  return [
    { field: ['metrics', index], at },
    { field: ['metrics', index, 'metric'], at: nameAt },
    ...(['averageValue', 'utilization', 'value'] as const).map((key) => ({
      field: ['metrics', index, key],
      at: targetAt,
    })),
  ];
}
