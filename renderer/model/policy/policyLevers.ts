import { labelOf } from '../../../engine/scenario/fieldLabels.ts';
import { METRIC_LABELS } from '../../../engine/scenario/living/livingLabels.ts';
import { METRICS, type MetricName } from '../../../engine/scenario/living/livingSpec.ts';
import { replicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { parseSeconds, parseShare } from '../../../engine/scenario/units.ts';
import type { Path } from '../documentText.ts';
import { placeOfKind } from '../form/scaling/capacityKinds.ts';
import { scalingKind } from '../form/scaling/scalingKinds.ts';
import { countStops, numberStops, secondsStops, shareStops, type Stops } from './leverStops.ts';

type LeverId = 'target' | 'window' | 'onDemand';

/** Something of a pool's policy that can be dragged. */
export interface Lever {
  readonly id: LeverId;
  readonly label: string;
  readonly stops: Stops;
  /** What the document has, which is one of the stops. */
  readonly value: number;
  readonly as: 'number' | 'share' | 'duration';
  /** What stands behind a number. */
  readonly unit: string;
  /** Of the pool. */
  readonly path: Path;
}

/** What can be dragged of a pool as it is written: what it aims at, how long it remembers, how much of it is never spot. */
export function policyLevers(pool: unknown): readonly Lever[] {
  return [targetLever(pool), windowLever(pool), onDemandLever(pool)].filter((lever) => lever !== undefined);
}

function targetLever(pool: unknown): Lever | undefined {
  const path = ['autoscale', 'metrics', 0];
  switch (scalingKind(pool)) {
    case 'hpa':
    case 'keda':
      return metricLever(pool, path);
    case 'knative': {
      const isOfRate = valueAt(pool, ['autoscale', 'metric']) === 'rps';
      const what = isOfRate ? METRIC_LABELS.requestsPerSecond : METRIC_LABELS.outstanding;
      return numberLever(pool, ['autoscale', 'target'], isOfRate ? 200 : 100, `Target: ${what}`, 'a replica');
    }
    case 'ray-serve':
      return numberLever(
        pool,
        ['autoscale', 'targetOngoingRequests'],
        2,
        `Target: ${METRIC_LABELS.outstanding}`,
        'a replica',
      );
    case 'predictive':
      return numberLever(
        pool,
        ['autoscale', 'perReplica'],
        1,
        labelOf('pools.*.autoscale.perReplica'),
        'requests/s',
      );
    default:
      return undefined;
  }
}

function metricLever(pool: unknown, path: Path): Lever | undefined {
  const name = valueAt(pool, [...path, 'metric']);
  if (typeof name !== 'string' || !Object.hasOwn(METRICS, name)) return undefined;
  const metric = name as MetricName;
  const label = `Target: ${METRIC_LABELS[metric]}`;
  const target = METRICS[metric];
  if (target === 'utilization') {
    const share = read(parseShare, valueAt(pool, [...path, target]));
    if (share === undefined || share <= 0) return undefined;
    return {
      id: 'target',
      label,
      stops: shareStops(share),
      value: share,
      as: 'share',
      unit: '',
      path: [...path, target],
    };
  }
  if (target === 'value') {
    const seconds = read(parseSeconds, valueAt(pool, [...path, target]));
    if (seconds === undefined || seconds <= 0) return undefined;
    const stops = numberStops(seconds);
    return { id: 'target', label, stops, value: seconds, as: 'duration', unit: '', path: [...path, target] };
  }
  const isWhole = valueAt(pool, [...path, target]) === undefined;
  return numberLever(
    pool,
    [...path, isWhole ? 'value' : target],
    undefined,
    label,
    isWhole ? 'in all' : 'a replica',
  );
}

function numberLever(
  pool: unknown,
  path: Path,
  usual: number | undefined,
  label: string,
  unit: string,
): Lever | undefined {
  const value = valueAt(pool, path) ?? usual;
  if (typeof value !== 'number' || !(value > 0)) return undefined;
  return { id: 'target', label, stops: numberStops(value), value, as: 'number', unit, path };
}

/** What each kind remembers, with what holds where nothing is written, and the shortest that it takes. */
function windowLever(pool: unknown): Lever | undefined {
  switch (scalingKind(pool)) {
    case 'hpa':
      return hpaWindow(pool);
    case 'keda': {
      // One that never sleeps has no cooldown.
      const sleeps = replicaBounds(pool).least === 0;
      return sleeps ? secondsLever(pool, 'cooldownSeconds', 300, 0) : hpaWindow(pool);
    }
    case 'knative':
      return secondsLever(pool, 'stableWindowSeconds', 60, 6);
    case 'ray-serve':
      return secondsLever(pool, 'lookBackSeconds', 30, 6);
    case 'predictive':
      return secondsLever(pool, 'lookAhead', 600, 0);
    default:
      return undefined;
  }
}

/** Where rules of scaling are written the window is theirs, else the controller's. */
function hpaWindow(pool: unknown): Lever | undefined {
  const own = valueAt(pool, ['autoscale', 'downscaleStabilizationSeconds']);
  const controller = own === undefined ? 300 : (read(parseSeconds, own) ?? 300);
  return valueAt(pool, ['autoscale', 'behavior']) === undefined
    ? secondsLever(pool, 'downscaleStabilizationSeconds', 300, 0)
    : secondsLever(pool, 'behavior.scaleDown.stabilizationWindowSeconds', controller, 0);
}

type WindowKey =
  | 'cooldownSeconds'
  | 'stableWindowSeconds'
  | 'lookBackSeconds'
  | 'lookAhead'
  | 'downscaleStabilizationSeconds'
  | 'behavior.scaleDown.stabilizationWindowSeconds';

function secondsLever(pool: unknown, key: WindowKey, usual: number, least: number): Lever | undefined {
  const path: Path = ['autoscale', ...key.split('.')];
  const written = valueAt(pool, path);
  const value = written === undefined ? usual : read(parseSeconds, written);
  if (value === undefined) return undefined;
  return {
    id: 'window',
    label: labelOf(`pools.*.autoscale.${key}`),
    stops: secondsStops(value, least),
    value,
    as: 'duration',
    unit: '',
    path,
  };
}

/** A pool without spot is on demand to the last replica. */
function onDemandLever(pool: unknown): Lever | undefined {
  const { most } = replicaBounds(pool);
  const at = placeOfKind(pool, 'on-demand');
  const written = at < 0 ? 0 : valueAt(pool, ['capacity', at, 'replicas']);
  const value = placeOfKind(pool, 'spot') < 0 ? most : written;
  if (typeof value !== 'number') return undefined;
  return {
    id: 'onDemand',
    label: labelOf('pools.*.capacity.*.replicas'),
    stops: countStops(value, Math.max(most, value)),
    value,
    as: 'number',
    unit: `of ${most} replicas`,
    path: ['capacity'],
  };
}

function read(
  parse: (input: number | string) => { readonly value: number } | { readonly problem: string },
  written: unknown,
): number | undefined {
  if (typeof written !== 'number' && typeof written !== 'string') return undefined;
  const parsed = parse(written);
  return 'value' in parsed ? parsed.value : undefined;
}
