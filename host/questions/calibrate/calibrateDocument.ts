import type { LeftOutRows } from '../../../engine/calibration/crossValidate.ts';
import type { Calibration } from '../../../engine/catalog/calibrationSchema.ts';

/** Errors of one way of fitting: mean over groups, and median over rows. */
export interface FitErrors {
  /** What is averaged: the figures that the score counts, or all, where no group has enough of those. */
  readonly of: 'score' | 'figures';
  readonly rows: number;
  readonly groupMape: number;
  readonly medianError: number;
}

/** What `calibrate --json` prints. */
export interface CalibrateDocument {
  readonly date: string;
  readonly source: string;
  readonly rows: number;
  readonly left: readonly { readonly reason: string; readonly rows: number }[];
  readonly inSample: FitErrors | null;
  readonly leftOut: { readonly [Key in keyof LeftOutRows]: FitErrors | null };
  /** Pairs of these measurements with too few points to be called calibrated. */
  readonly borrowed: readonly string[];
  readonly out: string | null;
  readonly calibration: Calibration;
}
