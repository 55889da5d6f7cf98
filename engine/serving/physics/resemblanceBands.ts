import type { ErrorBand } from '../../catalog/calibrationSchema.ts';

/**
 * How far off step times are where another model's shape is scaled to the size of one, relative errors that half and nine tenths
 * stayed within: each model of the catalogue predicted by each other one of its kind (dense ones by those of their family),
 * steps that prefill 2,048 tokens and steps that decode 32 sequences of 1,500. A test works them out again.
 */
export const RESEMBLANCE_BANDS: Readonly<Record<'dense' | 'mixture', ErrorBand>> = {
  dense: { central: 0.07, wide: 0.41 },
  mixture: { central: 0.33, wide: 1.13 },
};
