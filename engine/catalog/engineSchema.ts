import { z } from 'zod';
import { engineFrontEndSchema } from './engineFrontEndSchema.ts';
import { engineMemorySchema } from './engineMemorySchema.ts';
import { engineSchedulingSchema } from './engineSchedulingSchema.ts';
import { catalogRowFields } from './rowFields.ts';

/**
 * What serving engines of one family do, each part by generation: of a list, the last whose `from` is not after
 * the engine's version holds.
 */
export const engineRowSchema = z.strictObject({
  ...catalogRowFields,
  memory: z
    .tuple([engineMemorySchema], engineMemorySchema)
    .optional()
    .describe('As vLLM’s without a version, if left out'),
  scheduling: z
    .tuple([engineSchedulingSchema], engineSchedulingSchema)
    .optional()
    .describe('As where no engine is named, if left out'),
  frontEnd: z.tuple([engineFrontEndSchema], engineFrontEndSchema).optional().describe('None, if left out'),
});
export type EngineRow = z.output<typeof engineRowSchema>;
