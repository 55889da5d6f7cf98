import type { VaryChoices } from '../../engine/planning/vary/choices.ts';
import type { LeftOut } from '../../engine/planning/vary/leftOut.ts';
import type { Problem } from '../../engine/scenario/reading/problem.ts';
import type { CommitDocument, CommitmentAt, WrittenCommitment } from '../questions/commit/commitResult.ts';
import type { CompareLine, CompareRow, CompareView } from '../questions/compare/compareResult.ts';
import type { Explanation } from '../questions/forecast/explain/explained.ts';
import type { FigureCard } from '../questions/forecast/figureCard.ts';
import type { PolicyDay } from '../questions/policy/policyResult.ts';
import type { RunDocument } from '../questions/forecast/runDocument.ts';
import type { SizeDocument, SizeRow } from '../questions/size/sizeResult.ts';
import type { Chart } from '../report/chart.ts';
import type { ReportRow, ReportSection, ReportTable } from '../report/reportSection.ts';
import type { DocumentOrigin } from '../store/documentOrigin.ts';
import type { RunState } from '../store/runState.ts';

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
  /** Names of others that it is there to be compared with; most have none. */
  readonly variants: readonly string[];
}

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
  /** Other spellings of the id; case, spaces, hyphens and underscores do not matter. */
  readonly aliases: readonly string[];
  readonly name: string;
  /** What to know to choose it: memory of an accelerator, price of an instance. */
  readonly hint: string;
  /** What it is found by beside: family and kind of a model, accelerator of an instance. */
  readonly keywords?: string;
  /** Of a model. */
  readonly parameters?: number;
  /** 10^9 bytes: of a model's weights as they are published, of a GPU's memory as its name says it. */
  readonly gigabytes?: number;
  /** On demand: of a GPU or model on the cheapest instance that has it or holds its weights. */
  readonly usdPerHour?: number;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly readOn?: string;
}

export interface ModelEntry extends CatalogEntry {
  /** GPUs of a replica that slice it evenly, ascending, whatever the engine. */
  readonly degrees: readonly number[];
  /** Present where it reads text and generates none. */
  readonly isEncoder?: true;
}

export interface InstanceEntry extends CatalogEntry {
  /** Id of the catalogue, and how many of it. */
  readonly accelerator: string;
  readonly gpus: number;
  readonly usdPerHour: number;
  /** Why the price should not be trusted without a check. */
  readonly caution?: string;
}

export interface CatalogLists {
  readonly models: readonly ModelEntry[];
  readonly accelerators: readonly CatalogEntry[];
  readonly instances: readonly InstanceEntry[];
  /** Ways in which replicas come to be; the first is that of `startUp: auto`. */
  readonly startUps: readonly CatalogEntry[];
}

export type RunMode = 'draft' | 'full';

/** A result of a document. The id alone does not tell whose it is: equal inputs have equal ids. */
export interface ResultRef {
  readonly documentId: string;
  readonly resultId: string;
}

export interface RunInfo {
  readonly id: string;
  readonly documentId: string;
  readonly name: string;
  readonly state: RunState;
  readonly startedAt: number;
  /** While a long trace is read, before anything is simulated: its name, and how much of it (0 to 1). */
  readonly reading?: { readonly file: string; readonly share: number };
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

/** A search for the cheapest deployment: how far it is, then what it found. `searchId` names it for exports. */
export type SizeEvent =
  | { readonly kind: 'progress'; readonly share: number; readonly sentence: string }
  | {
      readonly kind: 'done';
      readonly searchId: string;
      readonly document: SizeDocument;
      readonly sections: readonly ReportSection[];
    };

/** A row of a comparison that was made. */
export interface VaryRow {
  readonly documentId: string;
  readonly label: string;
  /** Nothing of it is other than in the document that was varied: it is that one. */
  readonly isBase: boolean;
}

/** The making of rows: how far it is, then what was made, in the order of the axes, and what could not be, with the reason. */
export type VaryEvent =
  | { readonly kind: 'progress'; readonly share: number; readonly sentence: string }
  | {
      readonly kind: 'done';
      readonly poolId: string;
      readonly rows: readonly VaryRow[];
      readonly leftOut: readonly LeftOut[];
    };

/** What there is to vary of a pool, and to search for it. */
export interface VaryChoicesView extends VaryChoices {
  readonly poolId: string;
  readonly pools: readonly string[];
}

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

/** One of a plan's portfolios, or so much of one offer. */
export type PurchaseChoice =
  | { readonly portfolio: 'cheapest' | 'stable' }
  | { readonly offerId: string; readonly amount: number };

/** What buying comes to: lines for the scenario's `commitments`, and what the step is called. */
export interface Purchase {
  readonly label: string;
  readonly commitments: readonly WrittenCommitment[];
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  /** Documents on the Compare screen, the baseline first. */
  readonly compared: readonly string[];
}

export type {
  Chart,
  CommitDocument,
  CommitmentAt,
  CompareLine,
  CompareRow,
  CompareView,
  DocumentOrigin,
  Explanation,
  FigureCard,
  LeftOut,
  PolicyDay,
  Problem,
  ReportRow,
  ReportSection,
  ReportTable,
  RunDocument,
  RunState,
  SizeDocument,
  SizeRow,
  WrittenCommitment,
};
