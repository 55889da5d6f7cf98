import type { HighestRate } from '../../../engine/planning/size/highestRate.ts';
import type { RuledOutKind } from '../../../engine/planning/size/ruledOut.ts';
import type { LayoutDegrees, SizeLayout } from '../../../engine/planning/size/sizeLayouts.ts';
import type { Binding } from '../../../engine/planning/size/sizeVerdict.ts';
import type { RunHeader } from '../forecast/runDocument.ts';

/** A value of the scenario, by its path with ids: `pools.h100.replicas`. */
export interface SizeSetting {
  readonly path: string;
  readonly value: string | number | { readonly instance: string } | LayoutDegrees;
}

/** A deployment that was found, in plain figures. */
export interface SizeRow {
  readonly label: string;
  readonly accelerator: string;
  readonly gpusPerReplica: number;
  /** How they share the model. */
  readonly layout: SizeLayout;
  readonly replicas: number;
  /** The most that less money pays, which are too few; 0 where there is no less. Instances are paid whole. */
  readonly fewerReplicas: number;
  readonly precision: string;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  /** Catalogue id; null for a price of the scenario's own. */
  readonly instance: string | null;
  /** So many whole instances, or GPUs. */
  readonly paidUnits: number;
  /** Why the price should not be trusted without a check; null where nothing says so. */
  readonly priceCaution: string | null;
  readonly costPerMonth: number;
  readonly perMillionTokens: number | null;
  readonly p95TtftSeconds: number | null;
  readonly p95TpotSeconds: number | null;
  /** Until the vector is there, where the model is an encoder; absent where it generates. */
  readonly p95VectorSeconds?: number | null;
  /** Of the service level that has the least room. */
  readonly sloAttained: number | null;
  readonly busyShare: number | null;
  readonly outputTokensPerSecondPerGpu: number | null;
  /** Shares of the datasheet's peak over all the time paid. */
  readonly mfu: number | null;
  readonly mbu: number | null;
  /** What is short with `fewerReplicas`. */
  readonly binding: Binding;
  /** Whether this accelerator and model were measured, and how far off step times are, nine times in ten; null where nothing says. */
  readonly confidence: string | null;
  readonly errorBand: number | null;
  /** Simulated on more hours than the others. */
  readonly confirmed: boolean;
  /** The scenario with these values is this deployment. */
  readonly settings: readonly SizeSetting[];
}

/** The one JSON document of `size`. */
export interface SizeDocument {
  readonly fleetcast: RunHeader;
  readonly name: string;
  readonly pool: string;
  readonly currency: string;
  readonly verdict: string;
  readonly searched: {
    readonly configurations: number;
    readonly doNotFit: number;
    readonly tooSlow: number;
    readonly tooDear: number;
    readonly missed: number;
    readonly simulations: number;
    /** Hours that deployments were simulated on, each standing for hours of like demand: most, those that are confirmed; and of how many. */
    readonly hours: { readonly screen: number; readonly confirm: number; readonly horizon: number };
  };
  readonly best: SizeRow | null;
  /** Cost against p95 TTFT, cheapest first: nothing searched is cheaper and quicker. */
  readonly edge: readonly SizeRow[];
  /** The cheapest of each accelerator, degree and precision that came near. */
  readonly alternatives: readonly SizeRow[];
  /** Does not fit, or cannot compute in the precision. */
  readonly doNotFit: readonly RuledOutKind[];
  /** No number of replicas is quick enough. */
  readonly tooSlow: readonly RuledOutKind[];
  readonly highestRate: { readonly own: HighestRate | null; readonly best: HighestRate | null };
  /** The best with steps longer by the share that one in twenty may be: whether it keeps its promises, and what it misses. */
  readonly whenSlower: { readonly by: number; readonly keeps: boolean; readonly misses: string } | null;
}
