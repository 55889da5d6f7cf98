import type { LeftOut } from '../../../engine/planning/vary/leftOut.ts';
import type { DifferenceVerdict, ScenarioDifference } from '../../../engine/planning/compare.ts';
import type { FieldDifference } from '../../../engine/planning/fieldDifferences.ts';
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

/** Why a scenario costs more or less than the baseline. */
export interface CompareBridge {
  readonly label: string;
  /** None where both cost the same. */
  readonly steps: readonly BridgeStep[];
  /** The same in words. */
  readonly sentence: string;
}

/** A column of the comparison's table: what stands in it, with its unit. */
export interface CompareColumn {
  /** Names the cell of a line. */
  readonly key: string;
  /** With the unit, such as `TTFT p95, ms`. */
  readonly label: string;
  /** Numbers are set flush right, and sorted as such. */
  readonly isNumber: boolean;
  /** Which values are the better ones; absent where neither is. */
  readonly better?: 'low' | 'high';
  /** What the figure is, in a sentence. */
  readonly meaning: string;
}

/** What a line has in a column. */
export interface CompareCell {
  /** To sort and filter by, in the unit of the column; null without data, which goes last. */
  readonly value: number | string | null;
  /** As it is shown; `–` without data. */
  readonly text: string;
  /** Half the interval of the figure over its replications, as it is shown; absent where chance has no part in it or one replication cannot tell. */
  readonly plusMinus?: string;
}

/** One result: a deployment with its figures. */
export interface CompareLine {
  readonly resultId: string;
  readonly documentId: string;
  /** Told apart from every other line's. */
  readonly label: string;
  readonly verdict: string;
  /** A quick estimate: shown with ≈. */
  readonly approximate: boolean;
  readonly costPerMonth: number | null;
  /** The cost as a decimal, where the number rounds it. */
  readonly exactCostPerMonth?: string;
  /** Null of an encoder, which generates nothing. */
  readonly p95TtftSeconds: number | null;
  /** Present where only encoders are asked: until the vector is there. */
  readonly p95VectorSeconds?: number | null;
  /** Present where its traces are not simulated whole: what was left out, a sentence each. */
  readonly notes?: readonly string[];
  /** Every service level, and its load; null where nothing was asked. */
  readonly keepsPromise: boolean | null;
  readonly overloaded: boolean;
  /** Its place from the one to take (1) on, which is its number wherever it has one: see `deploymentOrder`. */
  readonly place: number;
  /** It keeps what it promises, and nothing that does is both cheaper and quicker. */
  readonly isPareto: boolean;
  /** Lines whose order against this one could turn, and why. */
  readonly closeTo: readonly { readonly label: string; readonly why: string }[];
  /** By key of the column. */
  readonly cells: Readonly<Record<string, CompareCell>>;
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
  /** Present where traces are not simulated whole: what was left out. */
  readonly notes?: readonly string[];
  /** Of the one table that screen, page, workbook and terminal draw; those in which no line has anything are left out. */
  readonly columns: readonly CompareColumn[];
  /** One a result, the baseline first. */
  readonly lines: readonly CompareLine[];
  /** The fields in which lines differ, as the form calls them, with what every line has there; but for their names. */
  readonly fields: readonly FieldDifference[];
  /** What differs from the baseline, one a scenario but the baseline. */
  readonly scenarios: readonly ScenarioDifference[];
  readonly rows: readonly CompareRow[];
  /** One a scenario but the baseline; without those of which a price is unknown. */
  readonly bridges: readonly CompareBridge[];
  readonly charts: readonly Chart[];
  /** What was to be varied and could not be, each with the reason; absent where nothing was left out. */
  readonly leftOut?: readonly LeftOut[];
}
