import type { BridgeCause } from '../../engine/planning/costBridge.ts';
import type { DifferenceVerdict, ScenarioDifference } from '../../engine/planning/compare.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import type { Chart } from '../report/chart.ts';
import type { ReportRow, ReportSection, ReportTable } from '../report/reportSection.ts';
import type { RunDocument } from '../questions/forecast/runDocument.ts';
import type { CommitDocument, CommitmentAt, WrittenCommitment } from '../questions/commit/commitResult.ts';
import type { SizeDocument, SizeRow } from '../questions/size/sizeResult.ts';

/** Plain data that calls answer with. Instants are milliseconds since 1970, durations seconds. */

export interface SystemInfo {
  readonly version: string;
  readonly engine: string;
  readonly dataDirectory: string;
  /** `memory` where no database could be had: drafts and results then end with the process. */
  readonly store: 'disk' | 'memory';
  /** What is wrong with the store, and the way on; undefined where nothing is. */
  readonly storeProblem?: string;
  readonly workers: number;
}

/** A scenario that comes with Fleetcast. */
export interface ExampleInfo {
  /** `support-assistant`. */
  readonly name: string;
  readonly title: string;
  /** What it tells: the sentences of its opening comment. */
  readonly story: string;
}

export type DocumentOrigin =
  | { readonly kind: 'example'; readonly example: string }
  /** A file that the person chose; `path` is for showing only. */
  | { readonly kind: 'file'; readonly path: string }
  /** Nowhere but in the store so far. */
  | { readonly kind: 'new' };

export interface DocumentSummary {
  readonly id: string;
  readonly name: string;
  readonly origin: DocumentOrigin;
  /** Differs from its file or example; of a new document, always. */
  readonly edited: boolean;
  readonly openedAt: number;
  readonly updatedAt: number;
}

export interface DocumentInfo extends DocumentSummary {
  /** YAML or JSON as the person wrote it. */
  readonly text: string;
  /** Grows with every write; a write names the one it is based on. */
  readonly revision: number;
  /** As in its file or example; undefined for a new document. */
  readonly savedText?: string;
}

/** Something happened to a document, in this window or another one. */
export interface DocumentEvent {
  readonly kind: 'written' | 'saved' | 'removed' | 'created';
  readonly id: string;
  readonly revision: number;
}

export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  /** What to know to choose it: memory of an accelerator, price of an instance. */
  readonly hint: string;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly readOn?: string;
}

export interface CatalogLists {
  readonly models: readonly CatalogEntry[];
  readonly accelerators: readonly CatalogEntry[];
  readonly instances: readonly CatalogEntry[];
}

export type RunMode = 'draft' | 'full';
export type RunState = 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted';

export interface RunInfo {
  readonly id: string;
  readonly documentId: string;
  readonly name: string;
  readonly state: RunState;
  readonly startedAt: number;
  /** 0 to 1. */
  readonly share: number;
  readonly windowsDone: number;
  readonly windowsTotal: number;
  /** Simulated so far in this run, and how fast of late. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Undefined until it can be told. */
  readonly secondsLeft?: number;
  /** Once `done`. */
  readonly resultId?: string;
  /** Once `failed`. */
  readonly failure?: {
    readonly sentence: string;
    readonly action: string;
    readonly problems: readonly Problem[];
  };
}

/** A figure as it is looked at first. */
export interface FigureCard {
  /** Its path in the forecast, for “from what?”. */
  readonly figure: string;
  readonly label: string;
  /** With its unit. */
  readonly value: string;
  /** Half its interval; absent with one replication. */
  readonly plusMinus?: string;
  readonly note: string;
  readonly tone?: 'good' | 'bad';
}

/** A forecast with all that the screens draw of it. */
export interface ResultView {
  /** Hash of what it depends on: equal inputs have equal ids. */
  readonly id: string;
  readonly documentId: string;
  readonly mode: RunMode;
  /**
   * Simulated on part of the horizon, one replication: a quick estimate (≈). A draft small
   * enough to be simulated in full is not approximate.
   */
  readonly approximate: boolean;
  /** The document that it answers. */
  readonly text: string;
  readonly run: RunDocument;
  readonly cards: readonly FigureCard[];
  readonly charts: readonly Chart[];
  readonly sections: readonly ReportSection[];
  /** Nothing was simulated: stored usage was priced. */
  readonly repriced: boolean;
  readonly seconds: number;
}

/** The answer to “from what?”. */
export interface Explanation {
  readonly title: string;
  /** As shown, with its unit. */
  readonly value: string;
  /** In words and signs: `total ÷ completed requests`. */
  readonly formula: string;
  readonly inputs: readonly ExplainedInput[];
  /** Ledger lines or usage rows behind it, where there are some. */
  readonly tables: readonly ReportSection[];
  readonly notes: readonly string[];
}

export interface ExplainedInput {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  /** ISO date of the source. */
  readonly date?: string;
  /** Figure to ask about next, as `results.explain` takes it. */
  readonly figure?: string;
}

/** One step of the way from the baseline's cost to the other's; the steps add up exactly. */
export interface BridgeStep {
  readonly cause: BridgeCause;
  readonly label: string;
  readonly amount: number;
  readonly explanation: string;
}

export interface CompareColumn {
  readonly resultId: string;
  readonly documentId: string;
  readonly label: string;
  readonly verdict: string;
  readonly approximate: boolean;
  readonly costPerMonth: number | null;
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

/** A search for the cheapest deployment: how far it is, then what it found. */
export type SizeEvent =
  | { readonly kind: 'progress'; readonly share: number; readonly sentence: string }
  | {
      readonly kind: 'done';
      readonly document: SizeDocument;
      readonly sections: readonly ReportSection[];
    };

/** A planned purchase of commitments: how far it is, then what was found. `planId` names it for exports. */
export type CommitEvent =
  | { readonly kind: 'progress'; readonly share: number; readonly sentence: string }
  | {
      readonly kind: 'done';
      readonly planId: string;
      readonly document: CommitDocument;
      readonly sections: readonly ReportSection[];
      readonly charts: readonly Chart[];
    };

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  /** Documents on the Compare screen, the baseline first. */
  readonly compared: readonly string[];
}

export type {
  Chart,
  CommitDocument,
  CommitmentAt,
  Problem,
  ReportRow,
  ReportSection,
  ReportTable,
  RunDocument,
  SizeDocument,
  SizeRow,
  WrittenCommitment,
};
