import { type Calibration, STEP_SLOPES } from '../catalog/calibrationSchema.ts';
import { OWN_LEVELS, pairKey } from '../serving/stepTime/servingSituation.ts';
import {
  addDeviations,
  BOUNDED_TERMS,
  stepCoefficients,
  stepLogs,
} from '../serving/stepTime/stepCoefficients.ts';
import { OVERLAPPED, TERM } from '../serving/stepTime/stepUnits.ts';
import { firstTokenObservation, hasFirstToken } from './firstToken.ts';
import { fitLogSum, type LogSumFit, type LogSumPoint } from './fitLogSum.ts';
import { type Observation, stepObservations } from './observations.ts';
import { FIRST_TOKEN_PRIORS, STEP_PRIORS } from './priors.ts';
import type { SituatedMeasurement } from './situate.ts';

/** The fitted part of a calibration: everything but its date, source and error bands. */
export type FittedEffects = Pick<Calibration, 'step' | 'firstToken' | 'pairs' | 'rows'>;

const ITERATIONS = 150;

/**
 * Fits a calibration to measurements, in two stages: what pairs of accelerator and model share is fitted to all of
 * them first, so that it is what predicts best where nothing was measured; then what is each pair's own, on top. Over
 * another calibration only the second is done: all that others share stays as that one has it.
 */
export function fitCalibration(
  measurements: readonly SituatedMeasurement[],
  over?: FittedEffects,
): FittedEffects {
  const fitted = measurements.filter(isFitted);
  return {
    ...withOwn(measurements, over ?? sharedEffects(measurements)),
    pairs: countPairs(fitted, over?.pairs),
    rows: fitted.length + (over?.rows ?? 0),
  };
}

/** Whether a measurement has a figure that something is fitted to. */
export function isFitted(of: SituatedMeasurement): boolean {
  return stepObservations(of).length > 0 || hasFirstToken(of);
}

type Effects = Pick<FittedEffects, 'step' | 'firstToken'>;

const STEP_FIT = {
  priors: STEP_PRIORS,
  scale: TERM.interference,
  overlap: OVERLAPPED,
  bounded: BOUNDED_TERMS,
};
const FIRST_TOKEN_FIT = { priors: FIRST_TOKEN_PRIORS, bounded: FIRST_TOKEN_PRIORS.base.map(() => false) };

function sharedEffects(measurements: readonly SituatedMeasurement[]): Effects {
  const points = weighted(measurements.flatMap(stepObservations), false);
  const fit = fitLogSum(points, { ...STEP_FIT, iterations: ITERATIONS });
  const slopes = Object.fromEntries(STEP_SLOPES.map((slope, s) => [slope, rounded(fit.slopes[s])])) as never;
  const step = { base: rounded(fit.base), deviations: deviationsOf(fit), slopes };
  const firsts = weighted(firstTokens(measurements, { step }), false);
  const first = fitLogSum(firsts, { ...FIRST_TOKEN_FIT, iterations: ITERATIONS });
  return { step, firstToken: { base: rounded(first.base), deviations: deviationsOf(first) } };
}

function withOwn(measurements: readonly SituatedMeasurement[], over: Effects): Effects {
  const points = weighted(measurements.flatMap(stepObservations), true, ({ of }) =>
    stepLogs(over, of.situation),
  );
  const fit = fitLogSum(points, { ...STEP_FIT, isBaseHeld: true, iterations: ITERATIONS });
  const step = { ...over.step, deviations: deviationsOf(fit, over.step.deviations) };
  const firsts = weighted(firstTokens(measurements, { step }), true, ({ keys }) => {
    const logs = Float64Array.from(over.firstToken.base);
    addDeviations(logs, over.firstToken.deviations, keys);
    return logs;
  });
  const first = fitLogSum(firsts, { ...FIRST_TOKEN_FIT, isBaseHeld: true, iterations: ITERATIONS });
  const { base, deviations } = over.firstToken;
  return { step, firstToken: { base, deviations: deviationsOf(first, deviations) } };
}

function firstTokens(
  measurements: readonly SituatedMeasurement[],
  effects: Pick<FittedEffects, 'step'>,
): Observation[] {
  return measurements.flatMap((of) => {
    const found = firstTokenObservation(of, stepCoefficients(effects, of.situation));
    return found === undefined ? [] : [found];
  });
}

const OWN: ReadonlySet<string> = new Set(OWN_LEVELS);

/** Every group counts the same, however many rows its source gave. Keys are those of one stage. */
function weighted(
  observations: readonly Observation[],
  isOwn: boolean,
  startOf?: (observation: Observation) => Float64Array,
): LogSumPoint[] {
  const counts = new Map<string, number>();
  for (const { of } of observations) {
    const { group } = of.measurement;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return observations.map((each) => ({
    ...each,
    keys: each.keys.filter((key) => OWN.has(key.slice(0, key.indexOf('|'))) === isOwn),
    ...(startOf !== undefined && { start: startOf(each) }),
    weight: each.trust / (counts.get(each.of.measurement.group) ?? 1),
  }));
}

/** What was fitted, added to what was there. */
function deviationsOf(
  { deviations }: LogSumFit,
  before: Readonly<Record<string, readonly number[]>> = {},
): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const [key, logs] of Object.entries(before)) found[key] = [...logs];
  for (const [key, logs] of deviations) {
    const was = before[key];
    found[key] = rounded(was === undefined ? logs : logs.map((each, j) => each + was[j]));
  }
  return found;
}

/** Three decimals of a logarithm: 0.05 % of the coefficient. */
function rounded(logs: Float64Array): number[] {
  return Array.from(logs, (each) => Math.round(each * 1000) / 1000);
}

function countPairs(
  measurements: readonly SituatedMeasurement[],
  before: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const pairs: Record<string, number> = { ...before };
  for (const { situation } of measurements) {
    const key = pairKey(situation);
    pairs[key] = (pairs[key] ?? 0) + 1;
  }
  return pairs;
}
