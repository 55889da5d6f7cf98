import { FIRST_TOKEN_TERMS, STEP_SLOPES, STEP_TERMS, type StepTerm } from '../catalog/calibrationSchema.ts';
import {
  OWN_LEVELS,
  type OwnLevel,
  SHARED_LEVELS,
  type SharedLevel,
} from '../serving/stepTime/servingSituation.ts';

/** What is expected before any measurement is seen, and how far from it things may be: standard deviations of logarithms. */
export interface Priors {
  /** Logarithms of the coefficients. */
  readonly base: readonly number[];
  readonly baseWidth: readonly number[];
  /** Of the deviations of a level from the rest, by level and term. */
  readonly width: Readonly<Record<string, readonly number[]>>;
  /** Deviations that are not expected at 0, by `level|key`. */
  readonly expected: Readonly<Record<string, readonly number[]>>;
  /** The slopes on each covariate: which terms lean on it, and how steeply they are expected to. */
  readonly slopes: readonly {
    readonly terms: readonly boolean[];
    readonly expected: number;
    readonly width: number;
  }[];
}

/** Expected coefficient, width of the base, then the widths of SHARED_LEVELS in their order. */
type Row = readonly number[];

/**
 * Overheads change with the engine and its generation, hardly with the accelerator; shares of peak and of bandwidth
 * the other way round: matrix products run in the same libraries whatever the engine, so engines are held close
 * together in them (without rows of prefill alone, an engine's waiting would pass for slow products). Starting
 * points are round figures of published engines of 2024 and 2025; compute and weights are what an engine loses on top
 * of its matrix products (`matrixShareOf`). The widths are round figures too, set by hand: what is within a tenth, a
 * third, or twice of the rest (docs/decisions/0005 says which were set after the anchors were seen).
 */
const STEP_ROWS: Readonly<Record<StepTerm, Row>> = {
  //               coefficient  base  kind engine +kind version accel. +kind precis. +precis.
  stepMs: [2, 1, 0.5, 0.7, 0.5, 0.7, 0.15, 0.1, 0.1, 0.05],
  layer: [1, 1, 0.5, 0.7, 0.6, 0.8, 0.15, 0.1, 0.3, 0.1],
  launch: [0.5, 0.3, 0.3, 0.3, 0.3, 0.3, 0.15, 0.1, 0.1, 0.05],
  sequence: [1, 0.7, 0.5, 0.7, 0.5, 0.5, 0.15, 0.1, 0.1, 0.05],
  compute: [0.7 / 0.55, 0.3, 0.5, 0.1, 0.1, 0.1, 0.2, 0.15, 0.2, 0.15],
  expertCompute: [1 / 0.4, 0.4, 0.3, 0.2, 0.1, 0.1, 0.2, 0.1, 0.2, 0.15],
  attention: [1 / 0.4, 0.5, 0.3, 0.3, 0.2, 0.2, 0.2, 0.15, 0.1, 0.05],
  weights: [0.75 / 0.7, 0.2, 0.2, 0.1, 0.1, 0.1, 0.15, 0.1, 0.3, 0.1],
  experts: [1 / 0.6, 0.3, 0.2, 0.2, 0.2, 0.2, 0.15, 0.1, 0.15, 0.1],
  kv: [1 / 0.6, 0.3, 0.2, 0.2, 0.1, 0.1, 0.15, 0.1, 0.15, 0.1],
  activations: [10, 0.7, 0.3, 0.3, 0.15, 0.1, 0.2, 0.1, 0.1, 0.05],
  routing: [4, 0.7, 0.3, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1, 0.05],
  allReduce: [0.8, 0.7, 0.3, 0.5, 0.4, 0.6, 0.3, 0.2, 0.1, 0.05],
  link: [1.1, 0.7, 0.3, 0.3, 0.2, 0.3, 0.4, 0.2, 0.1, 0.05],
  interference: [1, 0.3, 0.2, 0.3, 0.2, 0.3, 0.1, 0.05, 0.05, 0.05],
};
/** A pair's own runs may say anything of it: they are its own. */
const OWN_WIDTH: Readonly<Record<OwnLevel, number>> = { pairEngine: 2, setup: 3 };

/** An engine of 2023 without CUDA graphs: half a millisecond of launching a layer, a hundred times that of the rest. */
const EAGER = STEP_TERMS.map((term) => (term === 'launch' ? Math.log(100) : 0));

/**
 * Weights and compute lean on the size of a layer's share, KV on the group of queries, communication on the
 * degree; compute and weights also, one for one, on what matrix products alone reach on the accelerator.
 */
const SLOPES: Readonly<Record<(typeof STEP_SLOPES)[number], readonly [readonly StepTerm[], number]>> = {
  weightsPerLayer: [['weights', 'experts'], 0],
  expertWeightsPerLayer: [['compute'], 0],
  queryGroup: [['kv'], 0],
  degree: [['allReduce'], 0],
  matrixCompute: [['compute'], 1],
  matrixStream: [['weights'], 1],
};
const SLOPE_WIDTH = 0.15;

export const STEP_PRIORS: Priors = {
  ...rowsToPriors(STEP_TERMS.map((term) => STEP_ROWS[term])),
  expected: { 'engine|vllm-2023': EAGER },
  slopes: STEP_SLOPES.map((slope) => {
    const [terms, expected] = SLOPES[slope];
    return { terms: STEP_TERMS.map((term) => terms.includes(term)), expected, width: SLOPE_WIDTH };
  }),
};

/** How many start together, and how long a benchmark goes on, is the benchmark's: it shows as the engine's and its version's. */
const FIRST_TOKEN_ROWS: Readonly<Record<(typeof FIRST_TOKEN_TERMS)[number], Row>> = {
  own: [1, 0.5, 0.2, 0.3, 0.2, 0.3, 0.1, 0.05, 0.1, 0.05],
  others: [0.1, 1, 0.3, 0.6, 0.4, 0.6, 0.1, 0.05, 0.1, 0.05],
  step: [1, 0.5, 0.3, 0.5, 0.3, 0.3, 0.1, 0.05, 0.1, 0.05],
  waiting: [1, 0.3, 0.1, 0.2, 0.1, 0.2, 0.05, 0.05, 0.05, 0.05],
  fixed: [1, 0.7, 0.3, 0.5, 0.3, 0.5, 0.1, 0.05, 0.1, 0.05],
};

export const FIRST_TOKEN_PRIORS: Priors = {
  ...rowsToPriors(FIRST_TOKEN_TERMS.map((term) => FIRST_TOKEN_ROWS[term])),
  expected: {},
  slopes: [],
};

function rowsToPriors(rows: readonly Row[]): Pick<Priors, 'base' | 'baseWidth' | 'width'> {
  const shared: Record<SharedLevel, readonly number[]> = Object.fromEntries(
    SHARED_LEVELS.map((level, i) => [level, rows.map((row) => row[2 + i])]),
  ) as never;
  const own: Record<OwnLevel, readonly number[]> = Object.fromEntries(
    OWN_LEVELS.map((level) => [level, rows.map(() => OWN_WIDTH[level])]),
  ) as never;
  return {
    base: rows.map(([coefficient]) => Math.log(coefficient)),
    baseWidth: rows.map((row) => row[1]),
    width: { ...shared, ...own },
  };
}
