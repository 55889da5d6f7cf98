import { z } from 'zod';
import { arrivalSchema } from './arrivals/arrivalSchema.ts';
import { commitmentPlanSchema } from './prices/commitmentPlanSchema.ts';
import { commitmentOfferSchema, commitmentSchema } from './prices/commitmentSchema.ts';
import {
  count,
  duration,
  durationOrZero,
  id,
  instant,
  object,
  percentile,
  positive,
  timeOfDay,
} from './fields.ts';
import { jobSchema } from './jobs/jobSchema.ts';
import { lengthSchema } from './lengths/lengthSchema.ts';
import { poolSchema } from './poolSchema.ts';
import { pricesSchema } from './prices/priceSchema.ts';

const start = instant
  .refine((seconds) => seconds % 3600 === 0, 'must be a date or a whole hour')
  .default(Date.UTC(2026, 0, 1) / 1000);

const horizonSchema = z.union([
  object({ start, months: count.max(600) }),
  object({ start, days: count.max(20_000) }),
  object({ start, hours: count.max(480_000) }),
  object({ start, trace: z.literal(true) }),
]);

const windows = z.enum(['days', 'one']).default('days').describe('one: no cut at midnight');
const fidelitySchema = z.union([
  object({ mode: z.literal('every'), replications: count.max(1000).default(1), windows }),
  object({
    mode: z.literal('sample'),
    daysPerMonth: count.max(31).default(2).describe('Days of each kind simulated a month'),
    replications: count.max(1000).default(5),
  }),
]);

const sloSchema = object({
  ttftSeconds: duration.optional(),
  tpotSeconds: duration.optional(),
  endToEndSeconds: duration.optional(),
  doneBy: timeOfDay
    .optional()
    .describe('Time of day, UTC, by which all of a batch must be answered: process batch only'),
  percentile: percentile.default(0.95),
});

/** Of the document’s `workloads`. */
export const workloadSchema = object({
  id,
  tenant: id.optional().describe('Who is charged; the workload’s id where left out'),
  arrivals: arrivalSchema,
  promptTokens: lengthSchema.optional(),
  outputTokens: lengthSchema.optional(),
  target: id.describe('Id of the pool that serves it'),
  slo: sloSchema.optional(),
  retry: object({
    times: count.max(100).describe('So often at the most'),
    backoff: durationOrZero.default(1).describe('Before the first time; 1 s where left out'),
    factor: z.number().min(1).max(100).default(2).describe('Longer each time; 2 where left out'),
  })
    .optional()
    .describe('A client asks again where no replica was ready in time, or its request was lost'),
});

/** The scenario document, version 1, as it is written. */
export const scenarioSchema = object({
  fleetcast: z.literal(1).describe('Version of the document'),
  name: z.string().min(1).max(500),
  description: z.string().optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code of three letters, such as USD')
    .default('USD'),
  seed: z.int().default(1),
  horizon: horizonSchema,
  fidelity: fidelitySchema.default({ mode: 'every', replications: 1, windows: 'days' }),
  workloads: z
    .array(workloadSchema)
    .default([])
    .describe('Who asks, how much, when; may be left out where there are jobs'),
  jobs: z.array(jobSchema).min(1).optional().describe('Work that can wait'),
  pools: z.array(poolSchema).min(1),
  prices: pricesSchema
    .optional()
    .describe('Prices beside the catalogue’s, rates of exchange, what was negotiated'),
  commitments: z
    .array(commitmentSchema)
    .optional()
    .describe('Commitments held or thought of; applied hour by hour, by their providers’ rules'),
  commitmentOffers: z
    .array(commitmentOfferSchema)
    .min(1)
    .optional()
    .describe('What fleetcast commit may buy; the catalogue’s committed prices where left out'),
  commitmentPlan: commitmentPlanSchema
    .optional()
    .describe('What the buyer of commitments assumes and allows'),
  calibration: z
    .string()
    .min(1)
    .optional()
    .describe('File that fleetcast calibrate wrote, relative to this one; the shipped one if left out'),
  chargeback: object({
    outputTokenWeight: positive
      .max(1e6)
      .default(4)
      .describe('What an output token counts against a prompt token’s 1'),
  }).prefault({}),
});

/** A valid document: units in seconds and shares, defaults filled in, names not yet looked up. */
export type ScenarioDocument = z.output<typeof scenarioSchema>;
export type WorkloadDocument = ScenarioDocument['workloads'][number];
export type ArrivalDocument = WorkloadDocument['arrivals'];
export type LengthDocument = NonNullable<WorkloadDocument['promptTokens']>;
export type PoolDocument = ScenarioDocument['pools'][number];
