import { z } from 'zod';

/**
 * The terms of a step's time, in the order in which a calibration lists their coefficients. Each is
 * counted in a natural unit, so that every coefficient is a number near 1:
 * stepMs 1 ms a step; layer 10 µs a layer; sequence 10 µs a decoding sequence; compute, attention FLOPs at
 * the datasheet's peak; weights, experts, kv bytes at its bandwidth; allReduce 10 µs each of two a layer;
 * link bytes at the rate of a large all-reduce. `interference` is no term of a step but what share of the
 * prefills a fixed-concurrency benchmark's time per output token feels.
 */
export const STEP_TERMS = [
  'stepMs',
  'layer',
  'sequence',
  'compute',
  'attention',
  'weights',
  'kv',
  'allReduce',
  'link',
  'experts',
  'interference',
] as const;

/** Covariates on which coefficients lean; see `coefficientsOf`. */
export const STEP_SLOPES = ['weightsPerLayer', 'expertWeightsPerLayer', 'queryGroup', 'degree'] as const;

const logs = z.array(z.number());

const effects = z.strictObject({
  base: logs.describe('Natural logarithms of the coefficients, in the order of the terms'),
  deviations: z
    .record(z.string(), logs)
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
  fleetcastCalibration: z.literal(1),
  date: z.iso.date(),
  source: z.string().min(1),
  rows: z.int().min(0),
  step: effects.extend({ slopes: z.record(z.enum(STEP_SLOPES), logs) }),
  firstToken: effects,
  bands: z
    .strictObject({ dense: bands, mixture: bands, firstToken: bands })
    .describe('Errors on measurements left out of the fit'),
  pairs: z
    .record(z.string(), z.int().positive())
    .describe('Points behind each calibrated accelerator|architecture'),
});
export type Calibration = z.output<typeof calibrationSchema>;
