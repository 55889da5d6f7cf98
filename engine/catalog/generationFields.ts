import { z } from 'zod';
import { catalogRowFields } from './rowFields.ts';

/** Where a generation's figures are from, and the version that they hold from on. */
export const generationFields = {
  from: z.string().min(1).describe('First version that behaves so'),
  released: z
    .string()
    .regex(/^20\d\d-\d\d$/)
    .optional()
    .describe('Month in which `from` came out, for versions that are told by a month; always, if left out'),
  unversioned: z
    .literal(true)
    .optional()
    .describe('Holds where the version is not told; the newest, if none does'),
  source: z.string().min(1),
  date: catalogRowFields.date,
  caution: catalogRowFields.caution,
};
