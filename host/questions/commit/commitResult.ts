import type { CostCurve } from '../../../engine/planning/commit/candidateSearch.ts';
import type { CaseFigures, PortfolioMonth } from '../../../engine/planning/commit/portfolioFigures.ts';
import type { RegretTable } from '../../../engine/planning/commit/regretTable.ts';
import type { GrowthCase } from '../../../engine/planning/commit/useCase.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { CommitmentRule } from '../../../engine/scenario/prices/commitmentSchema.ts';
import type { Chart } from '../../report/chart.ts';
import type { RunHeader } from '../forecast/runDocument.ts';

/** A commitment as a scenario writes it. */
export interface WrittenCommitment {
  readonly id: string;
  readonly rule: string;
  readonly units?: number;
  readonly hourly?: number;
  readonly discount: number;
  /** `2026-01-01`. */
  readonly start: string;
  readonly term: string;
  readonly payment: string;
  readonly pools?: readonly string[];
}

export interface PurchaseRow {
  /** For the scenario's `commitments`. */
  readonly commitment: WrittenCommitment;
  /** Id of the offer. */
  readonly offer: string;
  readonly hourly: number;
  readonly total: number;
  readonly upfront: number;
  readonly breakEvenUtilisation: number;
  readonly utilisation: number | null;
  readonly unused: number;
  readonly afterHorizon: number;
}

export interface PortfolioResult {
  readonly name: string;
  readonly purchases: readonly PurchaseRow[];
  readonly expected: CaseFigures;
  readonly cases: readonly CaseFigures[];
  readonly months: readonly PortfolioMonth[];
  readonly paybackMonths: number | null;
  /** Expected savings of the purchases against buying nothing, after what is lost after the horizon. */
  readonly savings: number;
  /** Largest regret of any case. */
  readonly mostRegret: number;
}

/** A case's use at on-demand prices, money an hour: means of days, and the hours from the least to the most. */
export interface DemandCase {
  readonly name: string;
  readonly days: readonly number[];
  /** At 0 %, 1 %, … 100 % of hours. */
  readonly quantiles: readonly number[];
}

/** The one JSON document of `commit`. Money in the scenario's currency. */
export interface CommitDocument {
  readonly fleetcast: RunHeader;
  readonly name: string;
  readonly currency: string;
  readonly verdict: string;
  /** Where the scenario was edited since: that this answers an earlier text. */
  readonly earlier?: string;
  readonly horizon: { readonly start: string; readonly months: number; readonly hours: number };
  readonly simulatedHours: number;
  readonly growth: readonly GrowthCase[];
  readonly offers: readonly {
    readonly id: string;
    readonly rule: CommitmentRule;
    /** Bought in units of a pool; else in money an hour. */
    readonly isOfUnits: boolean;
    readonly discount: number;
    readonly term: string;
    readonly payment: string;
    /** As written: null for every pool that it can cover. */
    readonly pools: readonly string[] | null;
    /** Ids of the pools that it is for. */
    readonly covers: readonly string[];
    /** Who says so. */
    readonly source: 'catalogue' | 'scenario';
  }[];
  /** What use costs on demand, by pool. */
  readonly prices: readonly PoolPrice[];
  /** Held already: part of every portfolio. */
  readonly held: readonly string[];
  readonly limits: { readonly upfront: number | null; readonly lockedIn: number | null };
  /** By growth, in order: what use costs on demand. */
  readonly demand: readonly DemandCase[];
  readonly cheapest: PortfolioResult;
  readonly stable: PortfolioResult;
  readonly none: PortfolioResult;
  readonly regret: RegretTable;
  readonly riskLevel: number;
  /** One an offer: expected cost against how much of it is bought at the start. */
  readonly curves: readonly CostCurve[];
  readonly assumptions: readonly string[];
  /** What no total includes. */
  readonly excluded: readonly string[];
}

/** What it would be to buy so much of one offer at the start, and nothing else. */
export interface CommitmentAt {
  readonly offer: string;
  /** Units, or money an hour. */
  readonly amount: number;
  /** For the scenario's `commitments`; null for nothing. */
  readonly commitment: WrittenCommitment | null;
  /** Money an hour that is promised. */
  readonly hourly: number;
  /** Use that one unit, or one of money an hour, covers at on-demand prices: money an hour. */
  readonly onDemandOfOne: number;
  readonly expected: CaseFigures;
  /** Against buying nothing, after what is lost after the horizon. */
  readonly savings: number;
  /** The figures in words, the ones looked at first before the others. */
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  /** An average week under it, and its cost among those of other amounts. */
  readonly charts: readonly Chart[];
}
