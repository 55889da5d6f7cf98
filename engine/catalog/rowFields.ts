import { z } from 'zod';

export const positive = z.number().positive();
export const count = z.int().min(1);
const isoDate = z.iso.date('must be a day such as 2026-01-31').describe('YYYY-MM-DD');

/** What every row of the catalogue says about itself. */
export const catalogRowFields = {
  id: z.string().regex(/^[a-z0-9][a-z0-9.\-/_]*$/i, 'letters, digits and . - / _ only'),
  name: z.string().min(1).optional(),
  aliases: z.array(z.string().min(1)).default([]),
  source: z.string().min(1).describe('Where the figures are from'),
  date: isoDate.describe('Day of the source or, where it bears none, of carrying the row over'),
  caution: z.string().min(1).optional().describe('Why a figure should not be trusted without a check'),
};

export const optionalDate = isoDate.optional();
