import { type Calibration, STEP_SLOPES, STEP_TERMS } from '../catalog/calibrationSchema.ts';
import { OVERLAPPED } from '../serving/stepUnits.ts';
import { LEVEL_STIFFNESS, pairKey } from '../serving/servingSituation.ts';
import { addDeviations, BOUNDED_TERMS, stepCoefficients, stepLogs } from '../serving/stepCoefficients.ts';
import { firstTokenObservation } from './firstToken.ts';
import { fitLogSum, type LogSumFit, type LogSumPoint } from './fitLogSum.ts';
import { INTERFERENCE, type Observation, stepObservations } from './observations.ts';
import type { SituatedMeasurement } from './situate.ts';

/** The fitted part of a calibration: everything but its date, source and error bands. */
export type FittedEffects = Pick<Calibration, 'step' | 'firstToken' | 'pairs' | 'rows'>;

/**
 * Coefficients to start from, in the order of STEP_TERMS: overheads and shares of peak as published for
 * engines of 2024 and 2025 (MFU .55, attention .4, MBU .7, KV .6), links at what an all-reduce reaches.
 */
const PRIOR = [2, 1, 1, 1 / 0.55, 1 / 0.4, 1 / 0.7, 1 / 0.6, 0.8, 1.1, 1 / 0.6, 1].map(Math.log);
/** What hardly shows in the rows is held closer to its start. */
const STEP_STIFFNESS = [1, 3, 1, 1, 4, 1, 1, 2, 10, 1, 6];
/** Weights and compute lean on the size of a layer's share, KV on the group, communication on the degree. */
const SLOPES: Readonly<Record<(typeof STEP_SLOPES)[number], readonly string[]>> = {
  weightsPerLayer: ['weights', 'experts'],
  expertWeightsPerLayer: ['compute'],
  queryGroup: ['kv'],
  degree: ['allReduce'],
};
/**
 * Matrix products run in the same libraries whatever the engine, so engines are held together in them; without
 * rows of prefill alone, an engine's waiting would pass for slow products.
 */
const ENGINE_LEVELS = new Set(['engine', 'engineKind', 'version']);
const ENGINE_TERMS = STEP_TERMS.map((term) => (term === 'compute' ? 8 : 1));
const FIRST_TOKEN_PRIOR = [1, 0.1, 1].map(Math.log);
const SCALE = 2;
const STEP_ITERATIONS = 150;
const FIRST_TOKEN_ITERATIONS = 100;

/** Levels that a user's own points may move: what is their own, not what others share. */
const OWN_LEVELS = new Set(['pair', 'pairEngine', 'setup']);

/**
 * Fits a calibration to measurements: from nothing but the priors, or, over another, only the deviations of
 * the pairs that were measured, so that all else stays as that one has it.
 */
export function fitCalibration(
  measurements: readonly SituatedMeasurement[],
  over?: FittedEffects,
): FittedEffects {
  const slopes = over?.step.slopes ?? {};
  const step = fitLogSum(weighted(measurements.flatMap(stepObservations), over, stepStart), {
    prior: PRIOR,
    scale: INTERFERENCE,
    overlap: { one: OVERLAPPED.compute, others: [OVERLAPPED.weights, OVERLAPPED.experts] },
    bounded: BOUNDED_TERMS,
    termStiffness: STEP_STIFFNESS,
    slopeMask:
      over === undefined
        ? STEP_SLOPES.map((slope) => STEP_TERMS.map((term) => SLOPES[slope].includes(term)))
        : [],
    iterations: STEP_ITERATIONS,
    ...shared(over, ENGINE_TERMS),
  });
  const partial: FittedEffects = {
    step: {
      ...effectsOf(step, over?.step),
      slopes:
        over === undefined
          ? (Object.fromEntries(STEP_SLOPES.map((slope, s) => [slope, rounded(step.slopes[s])])) as never)
          : (slopes as never),
    },
    firstToken: over?.firstToken ?? { base: FIRST_TOKEN_PRIOR, deviations: {} },
    pairs: countPairs(measurements, over?.pairs),
    rows: measurements.length + (over?.rows ?? 0),
  };
  const firsts = measurements.flatMap((of) => {
    const found = firstTokenObservation(of, stepCoefficients(partial, of.situation));
    return found === undefined ? [] : [found];
  });
  if (firsts.length === 0) return partial;
  const firstToken = fitLogSum(weighted(firsts, over, firstTokenStart), {
    prior: FIRST_TOKEN_PRIOR,
    bounded: [false, false, false],
    termStiffness: [1, 1, 1],
    slopeMask: [],
    iterations: FIRST_TOKEN_ITERATIONS,
    ...shared(over),
  });
  return { ...partial, firstToken: effectsOf(firstToken, over?.firstToken) };
}

function shared(over: FittedEffects | undefined, engineTerms?: readonly number[]) {
  return {
    levelStiffness: (level: string, term: number) => {
      const own = ENGINE_LEVELS.has(level) ? (engineTerms?.[term] ?? 1) : 1;
      return SCALE * (LEVEL_STIFFNESS[level] ?? 1) * own;
    },
    isBaseHeld: over !== undefined,
  };
}

function stepStart(over: FittedEffects, { of }: Observation): Float64Array {
  return stepLogs(over, of.situation);
}

function firstTokenStart(over: FittedEffects, { keys }: Observation): Float64Array {
  const logs = Float64Array.from(over.firstToken.base);
  addDeviations(logs, over.firstToken.deviations, keys);
  return logs;
}

/** Every group counts the same, however many rows its source gave. */
function weighted(
  observations: readonly Observation[],
  over: FittedEffects | undefined,
  startOf: (over: FittedEffects, observation: Observation) => Float64Array,
): LogSumPoint[] {
  const counts = new Map<string, number>();
  for (const { of } of observations) {
    const { group } = of.measurement;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return observations.map((each) => ({
    ...each,
    ...(over !== undefined && {
      keys: each.keys.filter((key) => OWN_LEVELS.has(key.slice(0, key.indexOf('|')))),
      start: startOf(over, each),
    }),
    weight: each.trust / (counts.get(each.of.measurement.group) ?? 1),
  }));
}

type Effects = Pick<Calibration['firstToken'], 'base' | 'deviations'>;

function effectsOf(fit: LogSumFit, over: Effects | undefined): Effects {
  const deviations: Record<string, number[]> = { ...over?.deviations };
  for (const [key, logs] of fit.deviations) {
    const before = over?.deviations[key];
    deviations[key] = rounded(before === undefined ? logs : logs.map((each, j) => each + before[j]));
  }
  return { base: over?.base ?? rounded(fit.base), deviations };
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
