import { z } from 'zod';
import {
  count,
  duration,
  durationOrZero,
  instant,
  object,
  percentile,
  positive,
  price,
  shareOrNone,
} from '../../fields.ts';
import { durationLawSchema } from '../../lengths/durationLawSchema.ts';
import { SPOT_PRESETS, type SpotPreset } from './spotPresets.ts';

const MOST_ROWS = 1_000_000;
const second = durationOrZero.describe('Of the horizon');
const traceFile = z.string().min(1).describe('Path of the file, relative to the scenario');

/** The formats of the traces of spot capacity. */
export const SPOT_TRACE_FORMATS = ['counts', 'add-remove'] as const;

const interruptionsSchema = z.union([
  object({
    preset: z
      .enum(Object.keys(SPOT_PRESETS) as [SpotPreset, ...SpotPreset[]])
      .describe('As published: calm, constrained'),
  }),
  object({ meanHours: positive.describe('A node lives so long on average, exponentially') }),
  object({ law: durationLawSchema.describe('How long a node lives from when it is paid') }),
  object({
    trace: traceFile,
    format: z
      .enum(SPOT_TRACE_FORMATS)
      .describe('counts: date, time, nodes a row; add-remove: milliseconds, add or remove, node a row'),
  }),
  object({
    counts: z
      .array(object({ second, nodes: z.int().nonnegative().max(100_000) }))
      .min(1)
      .max(MOST_ROWS)
      .describe('So many nodes are there from each second on, in order of time'),
  }),
  object({
    nodes: z
      .array(object({ second, node: z.string().min(1), isThere: z.boolean() }))
      .min(1)
      .max(MOST_ROWS)
      .describe('Which node comes and goes when, in order of time'),
  }),
]);
export type InterruptionsDocument = z.output<typeof interruptionsSchema>;

/** What is recorded of how many nodes there are, or which. */
export type RecordedDocument = Extract<
  InterruptionsDocument,
  { trace: unknown } | { counts: unknown } | { nodes: unknown }
>;
const stockSchema = interruptionsSchema.transform((written, context): RecordedDocument => {
  if ('trace' in written || 'counts' in written || 'nodes' in written) return written;
  context.addIssue({
    code: 'custom',
    path: Object.keys(written),
    message:
      'tells how long machines live, and those on demand are not taken away: they can only be out of stock, which counts, nodes or a trace say',
  });
  return z.NEVER;
});

const spotPriceSchema = z.union([
  object({ discount: percentile.describe('Off the price on demand') }),
  object({ perGpuHour: price }),
  object({
    trace: traceFile,
    instanceType: z.string().min(1).optional().describe('Rows of this instance type only'),
    zone: z.string().min(1).optional().describe('Rows of this availability zone only'),
    gpus: count.optional().describe('GPUs of the instance; those of a machine where left out'),
  }),
  object({
    steps: z
      .array(object({ second, perGpuHour: price }))
      .min(1)
      .max(MOST_ROWS)
      .describe('A price from each second on, in order of time'),
  }),
]);
export type SpotPriceDocument = z.output<typeof spotPriceSchema>;

const gpusPerNode = count
  .max(4096)
  .optional()
  .describe('GPUs of a machine, which is paid as one; those of a replica where left out');

const onDemandSchema = object({
  kind: z.literal('on-demand'),
  replicas: z
    .int()
    .nonnegative()
    .max(100_000)
    .optional()
    .describe('So many always; all that are not spot where left out'),
  interruptions: stockSchema
    .optional()
    .describe(
      'How many machines on demand there are for the pool, its own among them: what it has stays, what it asks for waits. As many as it asks for where left out',
    ),
  gpusPerNode,
});
type OnDemandDocument = z.output<typeof onDemandSchema>;

const nodes = count.max(100_000).describe('Machines, paid whether or not anybody is on them');

const reservationSchema = object({
  kind: z
    .literal('reservation')
    .describe('Machines on demand that are always to be had, and of which as many are kept'),
  nodes,
  from: instant.optional().describe('A date, or date and time; the horizon’s start where left out'),
  until: instant
    .optional()
    .describe('From then on what is on it is on demand; the horizon’s end where left out'),
  price: z
    .union([
      object({ discount: percentile.describe('Off the price on demand') }),
      object({ perGpuHour: price }),
    ])
    .optional()
    .describe('Of its own, out of sight of commitments; on demand where left out'),
  gpusPerNode,
});

const capacityBlockSchema = object({
  kind: z
    .literal('capacity-block')
    .describe('Machines of its own that are there for a time: new replicas take them first'),
  nodes,
  from: instant.describe('A date, or date and time'),
  until: instant.describe('Its machines are taken away 30 min before, with notice 10 min before that'),
  price: object({ perGpuHour: price }),
  gpusPerNode,
});
export type ReservedDocument = z.output<typeof reservationSchema> | z.output<typeof capacityBlockSchema>;

const spotSchema = object({
  kind: z.literal('spot').describe('All further replicas'),
  interruptions: interruptionsSchema,
  together: object({
    share: shareOrNone.describe('Of interruptions: those that take a whole zone’s nodes at once'),
  })
    .optional()
    .describe('Of the preset, or none, where left out'),
  zones: count
    .max(100)
    .optional()
    .describe('Zones that replicas are spread over, by number; 1 where left out'),
  notice: durationOrZero
    .optional()
    .describe(
      'From the notice to the loss: of the provider where left out (aws 120 s, gcp 30 s, azure 30 s)',
    ),
  price: spotPriceSchema.optional().describe('Spot price of the instance in the price list where left out'),
  fallback: z
    .literal('on-demand')
    .optional()
    .describe('While there is no spot; a replica waits where left out'),
  returnAfter: duration
    .optional()
    .describe('Spot must have been there for so long before a fallback goes back; 30min where left out'),
  gpusPerNode,
});
export type SpotDocument = z.output<typeof spotSchema>;

/** So many reservations and capacity blocks a pool may have. */
export const MOST_RESERVED = 20;

/** What replicas of a pool stand on: what is reserved, machines on demand, then spot. */
export const capacitySchema = z
  .array(z.discriminatedUnion('kind', [onDemandSchema, spotSchema, reservationSchema, capacityBlockSchema]))
  .min(1)
  // And one entry of each other kind.
  .max(MOST_RESERVED + 2);
export type CapacityDocument = z.output<typeof capacitySchema>;

/** The spot of a pool's capacity, if any. */
export function spotOf(capacity: CapacityDocument | undefined): SpotDocument | undefined {
  return capacity?.find((entry) => entry.kind === 'spot');
}

/** What is written of machines on demand, if anything. */
export function onDemandOf(capacity: CapacityDocument | undefined): OnDemandDocument | undefined {
  return capacity?.find((entry) => entry.kind === 'on-demand');
}

/** Reservations and capacity blocks, in their order. */
export function reservedOf(capacity: CapacityDocument = []): readonly ReservedDocument[] {
  return capacity.filter(isReserved);
}

/** Whether an entry is paid from one instant to another, whoever is on it. */
export function isReserved(entry: CapacityDocument[number]): entry is ReservedDocument {
  return entry.kind === 'reservation' || entry.kind === 'capacity-block';
}
