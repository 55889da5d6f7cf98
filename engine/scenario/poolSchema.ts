import { z } from 'zod';
import { acceleratorSchema } from '../catalog/acceleratorSchema.ts';
import { frontEndFields } from '../catalog/engineFrontEndSchema.ts';
import { stepEfficiencySchema } from '../catalog/efficiencySchema.ts';
import { modelSchema } from '../catalog/modelSchema.ts';
import { modelFileSchema, resemblingSchema } from '../catalog/resemblingModel.ts';
import { KV_PRECISIONS, PRECISIONS } from '../catalog/precision.ts';
import {
  count,
  id,
  notNegative,
  object,
  positive,
  price,
  priceOrNone,
  shareOfWhole,
  shareOrNone,
} from './fields.ts';
import { livingFields } from './living/livingSchema.ts';
import { BALANCE_POLICIES } from './spec.ts';

const batchingSchema = object({
  policy: z.enum(['continuous', 'static']).default('continuous'),
  chunkedPrefill: z
    .boolean()
    .default(true)
    .describe(
      'Prompts may be cut to what a step has room for. false: by the rules of the engine that is named (vLLM from 0.11.1 on keeps prompts whole beside those that decode, vLLM from 0.8 on cuts them anyway); without one a step prefills whole prompts, or decodes',
    ),
  maxSequences: count
    .max(65_536)
    .optional()
    .describe(
      'Sequences in a batch; the default of the engine’s version on the accelerator where one is named (vllm@0.19.0), else 256; no more than maxBatchedTokens',
    ),
  maxBatchedTokens: count
    .optional()
    .describe(
      'Tokens a step may take; the default of the engine’s version on the accelerator where one is named, else 2048; no fewer than maxSequences',
    ),
  blockTokens: count.max(4096).default(16),
  kvBlocks: z
    .union([z.literal('auto'), count.max(1e9)])
    .default('auto')
    .describe('auto: from the memory plan; a number is of blocks that all layers share'),
});

/** Of a step's parts, ms: with any tokens a step then lasts a time that floats can hold. */
const stepMs = notNegative.max(1e9);
const axis = z.array(stepMs).min(1);
const stepTimeSchema = z.union([
  z.literal('auto'),
  object({
    linear: object({
      baseMs: stepMs.default(0),
      perPromptTokenMs: stepMs.default(0),
      perSequenceMs: stepMs.default(0),
      perContextTokenMs: stepMs.default(0),
    }),
  }),
  object({
    table: object({
      prefill: object({ tokens: axis, ms: axis }),
      decode: object({ sequences: axis, contextTokens: axis, ms: z.array(axis).min(1) }),
    }),
  }),
  object({ roofline: stepEfficiencySchema.partial() }),
]);

/** Hardware of one’s own: what a GPU of it costs an hour, whether used or not. Money of the document’s currency. */
const ownedSchema = object({
  perGpu: price.describe('Price of a GPU with its share of server, network and rack'),
  lifeYears: positive.max(15).describe('Depreciated over'),
  residual: shareOrNone.default(0).describe('Share of the price that is left then'),
  watts: notNegative.describe('Drawn by a GPU with its share of the server'),
  pue: z.number().min(1).max(3).default(1.25).describe('Power of the building per power of the machines'),
  perKwh: priceOrNone,
  coloPerKwMonth: priceOrNone.default(0).describe('Colocation, without the power'),
  opsPerGpuMonth: priceOrNone.default(0).describe('Maintenance, spares, remote hands'),
});
export type OwnedDocument = z.output<typeof ownedSchema>;

/** What energy is reckoned with. */
const powerSchema = object({
  idleWatts: notNegative
    .max(1e6)
    .describe(
      'Drawn by a replica that is paid and not in a step, all of its GPUs with their share of the server',
    ),
  peakWatts: positive
    .max(1e6)
    .optional()
    .describe(
      'Drawn by a replica whose compute or memory bandwidth is in full use; the TDP of its GPUs where left out and the catalogue has it',
    ),
  pue: z
    .number()
    .min(1)
    .max(3)
    .optional()
    .describe(
      'Power of the building per power of the machines; that of owned hardware, or 1.25, where left out',
    ),
  gramsCo2PerKwh: notNegative.max(1e5).optional().describe('Of the grid; no CO2 is told where left out'),
});
export type PowerDocument = z.output<typeof powerSchema>;

const priceSchema = z.union([
  object({
    instance: z
      .string()
      .min(1)
      .describe(
        'Catalogue id, such as gcp/a3-highgpu-8g/us-central1; it has the pool’s accelerator, and holds a whole replica or stage',
      ),
  }),
  object({ perGpuHour: priceOrNone.describe('In the document’s currency') }),
  object({ owned: ownedSchema }),
]);
export type PriceDocument = z.output<typeof priceSchema>;

/** What a pool may say, key by key. */
const poolFields = object({
  id,
  model: z
    .union([z.string().min(1), modelSchema, resemblingSchema, modelFileSchema])
    .optional()
    .describe(
      'Catalogue id; the model’s own shape; its parameters and a model that it is like; or its config.json',
    ),
  accelerator: z
    .union([z.string().min(1), acceleratorSchema])
    .optional()
    .describe('Catalogue id, or its own figures'),
  precision: z.enum(['auto', ...PRECISIONS]).default('auto'),
  kvPrecision: z.enum(['auto', ...KV_PRECISIONS]).default('auto'),
  gpusPerReplica: count.max(4096).default(1),
  parallel: object({
    pipeline: count.max(64).default(1).describe('Groups of layers, one behind the other'),
    data: count.max(256).default(1).describe('Groups that attend to sequences of their own'),
    expert: count.max(256).default(1).describe('GPUs that hold whole experts instead of slices'),
  })
    .optional()
    .describe('How the GPUs of a replica share the model; what is not given here is tensor-parallel'),
  engine: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      'Serving engine whose efficiencies and memory are taken, such as vllm@0.19.0 or sglang (without a version the newest, but for vLLM’s memory, which is that of 0.18 to 0.20); auto: TensorRT-LLM’s efficiencies (the fastest of those measured) on NVIDIA, else those of what its maker serves with, and the memory of vLLM without a version',
    ),
  memoryUtilization: shareOfWhole
    .optional()
    .describe(
      'What the engine may take: vLLM’s gpu_memory_utilization, SGLang’s mem_fraction_static, TensorRT-LLM’s free_gpu_memory_fraction; where left out its default of that version, 0.90 of vLLM without one',
    ),
  memoryUtilisation: shareOfWhole.optional().describe('The same, in another spelling'),
  maxModelLength: count
    .max(1e9)
    .optional()
    .describe(
      'Tokens of the longest request, prompt and output (max_model_len); the model’s context window where left out',
    ),
  frontEnd: z
    .union([z.enum(['auto', 'none']), object(frontEndFields)])
    .optional()
    .describe(
      'What requests pass before the engine has them: HTTP, tokeniser, scheduler. auto: as measured of the engine that is named, and none where none is',
    ),
  cudaGraphs: z.boolean().default(true).describe('false: every kernel is launched by itself (eager)'),
  speculative: object({
    draftTokens: count.max(64),
    acceptanceLength: z
      .number()
      .min(1)
      .describe('Tokens that a step keeps on average, the certain one included'),
    draftShare: notNegative.default(0.1).describe('Drafting, as a share of the step that verifies'),
  }).optional(),
  replicas: count.max(100_000).default(1),
  ...livingFields,
  balance: z.enum(BALANCE_POLICIES).default('least-outstanding'),
  batching: batchingSchema.prefault({}),
  stepTime: stepTimeSchema.default('auto'),
  price: priceSchema.optional(),
  power: powerSchema
    .optional()
    .describe('Asks for energy: kWh, tokens a joule, CO2; owned hardware then pays its power by them'),
});

/** The fields of a pool as it is written. */
export const POOL_FIELDS = poolFields.shape;

/** Replicas that serve one model on one kind of accelerator. */
export const poolSchema = poolFields.transform(({ memoryUtilisation, ...pool }, context) => {
  if (memoryUtilisation === undefined) return pool;
  if (pool.memoryUtilization === undefined) return { ...pool, memoryUtilization: memoryUtilisation };
  context.addIssue({
    code: 'custom',
    path: ['memoryUtilisation'],
    message: 'is memoryUtilization in another spelling: give one of the two',
  });
  return z.NEVER;
});
