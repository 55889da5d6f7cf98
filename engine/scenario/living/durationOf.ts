import type { DurationDocument } from '../lengths/durationLawSchema.ts';
import { resolveLaw } from '../lengths/resolveLength.ts';
import type { DurationSpec } from './livingSpec.ts';

/** A duration or law of durations in the form that sampling uses. */
export function durationOf(document: DurationDocument): DurationSpec {
  return typeof document === 'number' ? { type: 'fixed', value: document } : resolveLaw(document);
}
