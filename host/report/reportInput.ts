import type { Ledger } from '../../engine/pricing/ledger.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { ReplicationUsage } from '../../engine/usage/usage.ts';
import type { RunDocument } from './runDocument.ts';

/** What reports with hours in them are made of: `forecastDetails` gives usage and ledger. */
export interface ReportInput {
  readonly run: RunDocument;
  readonly spec: SimulationSpec;
  /** The mean over replications, and its ledger. */
  readonly usage: ReplicationUsage;
  readonly ledger: Ledger;
}

/** The UTC instant of an hour of the horizon, as in `2026-01-01T05:00Z`. */
export function hourStart(spec: Pick<SimulationSpec, 'startEpochSeconds'>, hour: number): string {
  return `${new Date((spec.startEpochSeconds + hour * 3600) * 1000).toISOString().slice(0, 16)}Z`;
}
