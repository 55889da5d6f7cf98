import { autoscaleProblems, mostWanted } from './autoscale/autoscaleChecks.ts';
import { capacityProblems } from './capacity/capacityChecks.ts';
import type { DurationDocument } from '../lengths/durationLawSchema.ts';
import { lawMean } from '../lengths/lawMean.ts';
import { isManifest } from '../manifest/manifestAutoscale.ts';
import { lawProblems } from '../lengths/lawProblems.ts';
import { livingFields } from './livingSchema.ts';
import { START_UP_STAGES } from './livingSpec.ts';
import { count } from '../fields.ts';
import { type PlacedProblem, valueAt } from '../reading/problems.ts';
import { beyondWanted } from './beyondWanted.ts';
import { durationOf } from './durationOf.ts';
import { instantText, spanText } from './instantText.ts';
import type { PoolSurroundings } from './poolSurroundings.ts';
import { resolveRollout } from './resolveRollout.ts';
import { thousands } from '../reading/thousands.ts';

type At = readonly PropertyKey[];

/** What of a living pool does not fit together. Reads the raw pool, field by field, as `crossChecks` does. */
export function livingProblems(pool: unknown, around: PoolSurroundings, at: At): PlacedProblem[] {
  const autoscale = livingFields.autoscale.safeParse(valueAt(pool, ['autoscale'])).data;
  const problems: PlacedProblem[] = [];
  if (valueAt(pool, ['autoscale']) !== undefined && valueAt(pool, ['replicas']) !== undefined) {
    problems.push({
      path: [...at, 'replicas'],
      message: 'does not go with autoscale, which sets the number',
      suggestion: 'leave one of the two out; autoscale.start replicas are ready at the horizon’s start',
    });
  }
  // What a manifest does not allow is known once it is read.
  if (autoscale !== undefined && !isManifest(autoscale)) {
    problems.push(...autoscaleProblems(autoscale, [...at, 'autoscale']));
    if (autoscale.kind === 'predictive') problems.push(...foretellingProblems(around, at));
  }
  return [
    ...problems,
    ...startUpProblems(pool, around, [...at, 'startUp']),
    ...capacityProblems(pool, around, [...at, 'capacity']),
    ...rolloutProblems(pool, around, [...at, 'rollout']),
    ...failureProblems(pool, around, [...at, 'failures']),
  ];
}

/** A forecast is of the shape that workloads are given; batches and rows of traces have none. */
function foretellingProblems({ arrivals }: PoolSurroundings, at: At): PlacedProblem[] {
  const hasRate = (each: unknown): boolean =>
    valueAt(each, ['trace']) === undefined && valueAt(each, ['process']) !== 'batch';
  if (arrivals.length === 0 || arrivals.some(hasRate)) return [];
  return [
    {
      path: [...at, 'autoscale', 'kind'],
      message: 'predictive foretells a rate, and what this pool serves has none: only batches or traces',
      suggestion: 'kind: schedule, or kind: hpa, which follows what comes',
    },
  ];
}

function startUpProblems(pool: unknown, around: PoolSurroundings, at: At): PlacedProblem[] {
  const startUp = livingFields.startUp.safeParse(valueAt(pool, ['startUp'])).data;
  if (startUp === undefined || startUp === 'auto') return [];
  const problems: PlacedProblem[] = [];
  let seconds = 0;
  for (const stage of START_UP_STAGES) {
    const law = startUp[stage];
    if (law === undefined) continue;
    const found = endlessProblems(law, [...at, stage]);
    problems.push(...found);
    if (found.length === 0) seconds += lawMean(durationOf(law));
  }
  const { horizonSeconds = Number.POSITIVE_INFINITY } = around;
  if (seconds >= horizonSeconds) problems.push(tooLong(at, 'a start-up', seconds, horizonSeconds));
  return problems;
}

/** A duration whose law is wrong, or that takes for ever on average. */
function endlessProblems(document: DurationDocument, at: At): PlacedProblem[] {
  if (typeof document === 'number') return [];
  const wrong = lawProblems(document, at);
  if (wrong.length > 0 || Number.isFinite(lawMean(durationOf(document)))) return wrong;
  return [
    {
      path: at,
      message: 'never ends: the mean of this law is infinite',
      suggestion:
        'a pareto law needs a shape above 1 (a p90 below 5 times its p50); lognormal has a mean always',
    },
  ];
}

function tooLong(at: At, what: string, seconds: number, horizonSeconds: number): PlacedProblem {
  return {
    path: at,
    message: `never ends: ${what} takes ${thousands(Math.round(seconds))} s on average, the horizon lasts ${thousands(horizonSeconds)} s`,
    suggestion: 'durations are in seconds where no unit is given: 90s, 5min, 2h',
  };
}

function failureProblems(pool: unknown, { horizonSeconds }: PoolSurroundings, at: At): PlacedProblem[] {
  const failures = livingFields.failures.safeParse(valueAt(pool, ['failures'])).data;
  if (failures === undefined) return [];
  const problems = endlessProblems(failures.repair, [...at, 'repair']);
  const most = mostReplicas(pool);
  if (failures.zone?.repair !== undefined)
    problems.push(...endlessProblems(failures.zone.repair, [...at, 'zone', 'repair']));
  if (failures.at === undefined && failures.meanHours === undefined && failures.zone === undefined) {
    problems.push({
      path: at,
      message: 'says how long a repair takes, and not when anything fails',
      suggestion: 'meanHours: 4000, zone: { meanHours: 8760 }, or at: [{ second: 5400, replica: 1 }]',
    });
  }
  failures.at?.forEach(({ second, replica }, i) => {
    if (most !== undefined && replica >= most) {
      problems.push({
        path: [...at, 'at', i, 'replica'],
        message: `there is never a replica ${replica}: the pool has at most ${most}, numbered from 0`,
        suggestion: most === 1 ? 'replica: 0' : `a number from 0 to ${most - 1}`,
      });
    }
    if (horizonSeconds !== undefined && second >= horizonSeconds) {
      problems.push({
        path: [...at, 'at', i, 'second'],
        message: `is after the horizon, which lasts ${thousands(horizonSeconds)} s, got ${second}`,
      });
    }
  });
  return problems;
}

/** What is to happen outside of the horizon never does. */
function rolloutProblems(
  pool: unknown,
  { startSeconds, horizonSeconds = Number.POSITIVE_INFINITY }: PoolSurroundings,
  at: At,
): PlacedProblem[] {
  const rollout = livingFields.rollout.safeParse(valueAt(pool, ['rollout'])).data;
  if (rollout === undefined || startSeconds === undefined) return [];
  return [rollout.at].flat().flatMap((instant, i) => {
    const isBefore = instant < startSeconds;
    if (!isBefore && instant < startSeconds + horizonSeconds) return [];
    return [
      {
        path: [...at, 'at', ...(Array.isArray(rollout.at) ? [i] : [])],
        message: `${instantText(instant)} is ${isBefore ? 'before' : 'after'} the horizon, ${spanText(startSeconds, horizonSeconds)}`,
        suggestion: 'an instant of the horizon',
      },
    ];
  });
}

/** The replicas that a pool can have; undefined where what says it is wrong. */
function mostReplicas(pool: unknown): number | undefined {
  const wanted = mostOfWanted(pool);
  const warmStandby = livingFields.warmStandby.safeParse(valueAt(pool, ['warmStandby'])).data;
  const rollout = livingFields.rollout.safeParse(valueAt(pool, ['rollout'])).data;
  if (wanted === undefined) return undefined;
  return (
    wanted +
    beyondWanted(
      { warmStandby: warmStandby ?? 0, ...(rollout && { rollout: resolveRollout(rollout, 0) }) },
      wanted,
    )
  );
}

function mostOfWanted(pool: unknown): number | undefined {
  const written = valueAt(pool, ['autoscale']);
  if (written === undefined) return count.default(1).safeParse(valueAt(pool, ['replicas'])).data;
  const autoscale = livingFields.autoscale.safeParse(written).data;
  const most = autoscale === undefined || isManifest(autoscale) ? undefined : mostWanted(autoscale);
  return most === 0 ? undefined : most;
}
