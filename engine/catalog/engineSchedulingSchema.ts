import { z } from 'zod';
import { generationFields } from './generationFields.ts';
import { count, positive } from './rowFields.ts';

const deviceNames = z.array(z.string().min(1)).min(1);

/** How one generation of an engine fills its steps; the rules are those of docs/decisions/0015-batching.md. */
export const engineSchedulingSchema = z.strictObject({
  ...generationFields,
  mixes: z
    .enum(['always', 'with-chunks', 'never'])
    .describe('Prefills and decodes share steps; with-chunks: where prompts may be cut'),
  splits: z
    .enum(['always', 'as-told'])
    .describe('A prompt may be cut: whatever its user says, or as the document’s chunkedPrefill says'),
  reserved: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'Admission keeps room for whole prompts and this share of the output to come; for the coming step, if left out',
    ),
  keepsPreempted: z
    .literal(true)
    .optional()
    .describe('What was preempted finds its full blocks again that others have not taken (prefix caching)'),
  limits: z
    .array(
      z.strictObject({
        named: deviceNames.optional().describe('A part of the accelerator’s name'),
        unlessNamed: deviceNames.optional(),
        fromGiB: positive.optional().describe('Memory that the device shows, at the least'),
        sequences: count,
        tokens: count,
      }),
    )
    .min(1)
    .describe('Of a server that is told none: the first of which all is so; the last is for all others'),
});
export type EngineScheduling = z.output<typeof engineSchedulingSchema>;
