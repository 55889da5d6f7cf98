import type { DifferenceVerdict, ScenarioDifference } from '../../../engine/planning/compare.ts';
import type { BridgeCause } from '../../../engine/planning/costBridge.ts';
import type { Chart } from '../../report/chart.ts';

/** One step of the way from the baseline's cost to the other's; the steps add up exactly. */
export interface BridgeStep {
  readonly cause: BridgeCause;
  readonly label: string;
  readonly amount: number;
  /** The amount as a decimal, where the number rounds it. */
  readonly exactAmount?: string;
  readonly explanation: string;
}

export interface CompareColumn {
  readonly resultId: string;
  readonly documentId: string;
  readonly label: string;
  readonly verdict: string;
  readonly approximate: boolean;
  readonly costPerMonth: number | null;
  /** The cost as a decimal, where the number rounds it. */
  readonly exactCostPerMonth?: string;
  readonly p95TtftSeconds: number | null;
  readonly sloMet: boolean | null;
  /** Nothing in the comparison is both cheaper and quicker. */
  readonly isPareto: boolean;
}

export interface CompareRow {
  readonly metric: string;
  readonly label: string;
  /** One a scenario, the baseline first; `–` without data. */
  readonly values: readonly string[];
  /** One a scenario but the baseline. */
  readonly differences: readonly {
    readonly difference: string;
    readonly relative: string;
    readonly interval: string;
    readonly verdict: DifferenceVerdict | 'equal';
    readonly reason: string;
  }[];
}

export interface CompareView {
  readonly currency: string;
  /** Which to take, and the service level that binds; the first sentence of the screen. */
  readonly verdict: string;
  readonly columns: readonly CompareColumn[];
  /** What differs from the baseline, one a scenario but the baseline. */
  readonly scenarios: readonly ScenarioDifference[];
  readonly rows: readonly CompareRow[];
  /** One a scenario but the baseline; empty where a price is unknown. */
  readonly bridges: readonly { readonly label: string; readonly steps: readonly BridgeStep[] }[];
  readonly charts: readonly Chart[];
}
