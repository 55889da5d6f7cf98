import { z } from 'zod';

/**
 * The terms of a step's time, in the order in which a calibration lists their coefficients. Each is
 * counted in a natural unit, so that every coefficient is a number near 1 (hidden states are passed over some
 * ten times a layer). Added to each other:
 * stepMs 1 ms a step; layer 10 µs a layer (more for one with experts); sequence 10 µs a decoding sequence;
 * attention FLOPs at the datasheet's peak; kv bytes at its bandwidth; activations, routing the hidden state of
 * each token, and of each expert it goes to, at its bandwidth, whole on every GPU; allReduce a small all-reduce,
 * two a layer; link bytes at the rate of a large one.
 * Going on at the same time, so that their times go together as a root of squares: compute and expertCompute,
 * FLOPs of matrix products at the peak; weights and experts, bytes at the bandwidth; launch 10 µs a layer of
 * kernels launched one by one.
 * `interference` is no term of a step but what share of the prefills a fixed-concurrency benchmark's time per
 * output token feels.
 */
export const STEP_TERMS = [
  'stepMs',
  'layer',
  'launch',
  'sequence',
  'compute',
  'expertCompute',
  'attention',
  'weights',
  'experts',
  'kv',
  'activations',
  'routing',
  'allReduce',
  'link',
  'interference',
] as const;
export type StepTerm = (typeof STEP_TERMS)[number];

/** Covariates on which coefficients lean; see `covariates`. */
export const STEP_SLOPES = [
  'weightsPerLayer',
  'expertWeightsPerLayer',
  'queryGroup',
  'degree',
  'matrixCompute',
  'matrixStream',
] as const;

/** The parts of a fixed-concurrency benchmark's time to first token; see `firstTokenTerms`. */
export const FIRST_TOKEN_TERMS = ['own', 'others', 'step', 'waiting', 'fixed'] as const;

const logsOf = (terms: readonly string[]) => z.array(z.number()).length(terms.length);

const effectsOf = (terms: readonly string[]) =>
  z.strictObject({
    base: logsOf(terms).describe('Natural logarithms of the coefficients, in the order of the terms'),
    deviations: z
      .record(z.string(), logsOf(terms))
      .describe('Added to `base`, by level|key: what an accelerator, engine, model … is away from the rest'),
  });

const band = z.strictObject({
  central: z.number().positive().describe('Half of the errors are below it (relative)'),
  wide: z.number().positive().describe('Nine tenths of the errors are below it'),
});
export type ErrorBand = z.output<typeof band>;

/** How near the measurements are to what is asked. */
export const CONFIDENCES = ['calibrated', 'knownAccelerator', 'borrowed'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

const bands = z.strictObject({ calibrated: band, knownAccelerator: band, borrowed: band });

/** Fitted efficiencies, as `fleetcast calibrate` writes them: parameters, never the rows they are from. */
export const calibrationSchema = z.strictObject({
  // Not a literal, of which it would be told what it must be.
  fleetcastCalibration: z.custom<2>((version) => version === 2, {
    error: ({ input }) =>
      input === undefined
        ? 'is missing: this is no calibration'
        : 'is of another version: calibrate anew from the measurements',
  }),
  date: z.iso.date('must be a day such as 2026-01-31'),
  source: z.string().min(1),
  rows: z.int().min(0),
  step: effectsOf(STEP_TERMS).extend({ slopes: z.record(z.enum(STEP_SLOPES), logsOf(STEP_TERMS)) }),
  firstToken: effectsOf(FIRST_TOKEN_TERMS),
  bands: z
    .strictObject({ dense: bands, mixture: bands, firstToken: bands })
    .describe('Errors on measurements left out of the fit'),
  pairBands: z
    .record(z.string(), band)
    .optional()
    .describe(
      'Errors on points of one’s own left out, by accelerator|architecture, where they were fitted over another',
    ),
  pairs: z
    .record(z.string(), z.int().positive())
    .describe('Points behind each calibrated accelerator|architecture'),
});
export type Calibration = z.output<typeof calibrationSchema>;
