import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { modelSchema } from '../../engine/catalog/modelSchema.ts';
import { KV_PRECISIONS, PRECISIONS } from '../../engine/catalog/precision.ts';

const gib = z.number();
const count = z.int().positive();

/** What decides of memory; each may be printed or not. */
const settings = {
  accelerator: z.string().optional(),
  share: z.number().positive().max(1).optional(),
  maxModelLen: count.optional(),
  maxSequences: count.optional(),
  maxBatchedTokens: count.optional(),
};

const printed = z.strictObject({
  weights: gib.optional(),
  activation: gib.optional(),
  nonTorch: gib.optional(),
  graphs: gib.optional(),
  kv: gib.optional(),
  kvTokens: count.optional(),
  kvBlocks: count.optional(),
});

const logFields = {
  ...settings,
  engine: z.enum(['vllm', 'sglang', 'tensorrt-llm']).optional(),
  version: z.string().optional(),
  model: z.string().optional(),
  deviceGiB: gib.optional(),
  precision: z.enum(PRECISIONS).optional(),
  kvPrecision: z.enum(KV_PRECISIONS).optional(),
  tensor: count.optional(),
  pipeline: count.optional(),
  blockTokens: count.optional(),
  assumed: z.strictObject({ ...settings, version: z.string().optional() }).optional(),
};

const logSchema = z.strictObject({
  ...logFields,
  id: z.string(),
  printed: printed.optional(),
  refused: z.enum(['degree', 'context', 'cache', 'memory']).optional(),
  outside: z.string().optional().describe('Why no document of ours expresses it'),
  freeBefore: gib.optional().describe('Free before the weights were loaded'),
  freeAfter: gib.optional().describe('Free after them'),
  note: z.string().optional(),
});

const fileSchema = z.strictObject({
  models: z.record(z.string(), modelSchema),
  accelerators: z.record(z.string(), gib),
  sources: z.array(
    z.strictObject({
      from: z.string().min(1),
      date: z.string().regex(/^(20\d\d-\d\d(-\d\d)?( \(.+\))?|unknown)$/),
      age: z.enum(['recent', 'older']).optional(),
      given: z.strictObject(logFields),
      logs: z.array(logSchema).min(1),
    }),
  ),
});

export type StartUpLog = z.output<typeof logSchema> & {
  readonly from: string;
  readonly date: string;
  readonly isRecent: boolean;
};

/** Engines of the last eighteen months when the logs were gathered. */
const RECENT_FROM = '2025-06';

const file = fileSchema.parse(parse(readFileSync(join(import.meta.dirname, 'startUpLogs.yaml'), 'utf8')));

/** Shapes of models that logs name and our catalogue does not. */
export const INLINE_MODELS = file.models;

/** GiB that cards show which logs name and our catalogue does not. */
export const INLINE_ACCELERATORS = file.accelerators;

/** Every start-up log, with what its source gives for all of its logs. */
export const START_UP_LOGS: readonly StartUpLog[] = file.sources.flatMap(({ from, date, age, given, logs }) =>
  logs.map((log) => ({
    ...given,
    ...log,
    from,
    date,
    isRecent: age === undefined ? date !== 'unknown' && date >= RECENT_FROM : age === 'recent',
  })),
);

/** The settings that a log did not print, whether an engine's default was assumed for them or not. */
export function missingSettings(log: StartUpLog): readonly string[] {
  const needed = [
    'accelerator',
    'share',
    'maxModelLen',
    'maxSequences',
    'maxBatchedTokens',
    'version',
  ] as const;
  return needed.filter((name) => log[name] === undefined);
}
