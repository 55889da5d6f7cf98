import { z } from 'zod';
import { KV_PRECISIONS } from './precision.ts';
import { catalogRowFields, count } from './rowFields.ts';

/**
 * What the launch script of a public benchmark says of its runs, and tables of their results leave out: one row a
 * deployment that it starts. It holds for measurements whose `source` names one of `of`, and that agree in all else given.
 */
export const benchmarkRowSchema = z.strictObject({
  ...catalogRowFields,
  of: z
    .array(z.string().min(1))
    .min(1)
    .describe('Parts of the names of tables that its results are in, without regard to case'),
  model: z.string().min(1).optional().describe('Id of the catalogue; any, if left out'),
  accelerators: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Ids of the catalogue; any, if left out'),
  engine: z.string().min(1).describe('Family, as in engines.yaml'),
  versions: z.array(z.string().min(1)).min(1).optional().describe('Any, if left out'),
  plannedAs: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Version or month by which its memory is planned, where what tables call the version is a name',
    ),
  precisions: z.array(z.string().min(1)).min(1).optional().describe('As the table has it; any, if left out'),
  tensor: count.optional().describe('Any, if left out'),
  kvPrecision: z.enum(KV_PRECISIONS).optional(),
  memoryUtilization: z.number().gt(0).max(1).optional(),
});
export type BenchmarkRow = z.output<typeof benchmarkRowSchema>;
