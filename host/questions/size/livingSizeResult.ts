import type { RunHeader } from '../forecast/runDocument.ts';

/** One way in which the autoscaler of a pool was set, and what it came to. */
export interface LivingSizeRow {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Of the first metric, in its own unit: a share of 1, seconds; null without one. */
  readonly target: number | null;
  /** Always on demand; null where nothing is spot. */
  readonly onDemandReplicas: number | null;
  readonly costPerMonth: number;
  /** Whether every service level is kept. */
  readonly keeps: boolean;
  /** Of the service level that has the least room. */
  readonly sloAttained: number | null;
  readonly p95TtftSeconds: number | null;
  /** Replicas paid, mean. */
  readonly meanReplicas: number | null;
}

/** The one JSON document of `size` for a pool whose number an autoscaler sets. */
export interface LivingSizeDocument {
  readonly fleetcast: RunHeader;
  readonly name: string;
  readonly pool: string;
  readonly currency: string;
  readonly verdict: string;
  readonly metric: string | null;
  /** The cheapest that keeps every service level. */
  readonly best: LivingSizeRow | null;
  /** As the scenario has it; null where it was not simulated, for it cannot cost less than the best. */
  readonly own: LivingSizeRow | null;
  /** All that were simulated: those that keep their promises first, cheapest first. */
  readonly tried: readonly LivingSizeRow[];
  readonly searched: {
    readonly choices: number;
    /** Not simulated, for they cannot cost less. */
    readonly skipped: number;
    /** Hours that each was simulated on, and of how many. */
    readonly hours: { readonly simulated: number; readonly horizon: number };
  };
  /** The scenario with these values is the best, by path with ids. */
  readonly settings: readonly { readonly path: string; readonly value: number }[];
}
