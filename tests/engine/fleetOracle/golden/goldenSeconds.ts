import type { LengthLawSpec } from '../../../../engine/scenario/lengths/lengthLawSpec.ts';

/** "90s"; a stage that is not written takes no time. */
export function fixed(text = '0s'): LengthLawSpec & { readonly type: 'fixed' } {
  const value = Number(/^([\d.]+)s$/.exec(text)?.[1]);
  if (Number.isNaN(value)) throw new Error(`not a number of seconds: ${text}`);
  return { type: 'fixed', value };
}
