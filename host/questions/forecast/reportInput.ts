import type { HeldCommitment } from '../../../engine/pricing/commitments/heldCommitment.ts';
import type { Ledger } from '../../../engine/pricing/ledger.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import type { ReplicationUsage } from '../../../engine/usage/usage.ts';
import type { RunDocument } from './runDocument.ts';

/** What reports with hours in them are made of: `forecastDetails` gives usage and ledger. */
export interface ReportInput {
  readonly run: RunDocument;
  readonly spec: SimulationSpec;
  /** The mean over replications, and its ledger. */
  readonly usage: ReplicationUsage;
  readonly ledger: Ledger;
  /** In the order of the spec's pools. */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** In the order in which they apply. */
  readonly commitments: readonly HeldCommitment[];
}

/** The UTC instant of an hour of the horizon, as in `2026-01-01T05:00Z`. */
export function hourStart(spec: Pick<SimulationSpec, 'startEpochSeconds'>, hour: number): string {
  return `${new Date((spec.startEpochSeconds + hour * 3600) * 1000).toISOString().slice(0, 16)}Z`;
}

/** A run with what its reports are made of. */
export function reportInput(
  run: RunDocument,
  { spec, prices, commitments }: Pick<ReportInput, 'spec' | 'prices' | 'commitments'>,
  { usage, ledger }: Pick<ReportInput, 'usage' | 'ledger'>,
): ReportInput {
  return { run, spec, usage, ledger, prices, commitments };
}
