import type { RunDocument } from '../forecast/runDocument.ts';
import type { Chart } from '../../report/chart.ts';

/** A figure of a day under a policy. */
export interface PolicyFigure {
  readonly id: 'cost' | 'attained' | 'ttft' | 'paid' | 'spot' | 'rejected';
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone?: 'good' | 'bad';
}

/** What a day would be for one pool by what sets the number of its replicas. */
export interface PolicyDay {
  readonly poolId: string;
  /** Of the scenario. */
  readonly name: string;
  readonly fleetcast: Pick<RunDocument['fleetcast'], 'engine' | 'seed' | 'scenarioHash'>;
  /** Which hours were simulated: `2026-01-07, the day that asks for most`. */
  readonly hours: string;
  readonly requests: number;
  readonly figures: readonly PolicyFigure[];
  /** Replicas over demand, hour by hour; absent where the number stays. */
  readonly chart?: Chart;
}
