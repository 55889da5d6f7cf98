import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EventPublisher } from '@orpc/server';
import type { Problem } from '../../engine/scenario/reading/problem.ts';
import { ENGINE_VERSION } from '../../engine/simulate.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type {
  CatalogLists,
  CommitEvent,
  CommitmentAt,
  CompareView,
  DocumentEvent,
  Explanation,
  Purchase,
  PurchaseChoice,
  ResultRef,
  Settings,
  SizeEvent,
  SystemInfo,
  VaryChoicesView,
  VaryEvent,
} from '../api/types.ts';
import type { TicketPurpose } from '../api/hostMessages.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { systemReason } from '../files/systemReason.ts';
import { takenIndex } from '../questions/answer/compare/answeredComparison.ts';
import { compareView } from '../questions/compare/compareView.ts';
import { explanation } from '../questions/forecast/explain/explanation.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { offersOf } from '../questions/commit/commitScenario.ts';
import type { Reading } from '../run/inspectTraces.ts';
import { readingText } from '../run/readingText.ts';
import { prepareText } from '../run/prepareRun.ts';
import { sharedThreads } from '../run/windowRunners.ts';
import { openStore } from '../store/openStore.ts';
import { DOCUMENTS_FOLDER } from '../store/securePlace.ts';
import { catalogLists } from './catalogLists.ts';
import { createAnswering } from './answering.ts';
import { createCommitting } from './committing.ts';
import { createDocuments, type Documents, type VariantText } from './documents.ts';
import {
  type CommitFormat,
  type CompareFormat,
  exportCommitment,
  exportComparison,
  exportResult,
  exportSize,
  type ResultFormat,
  type SizeFormat,
} from './exports.ts';
import { HostError } from './hostError.ts';
import { type ComparableResult, createResults, type Results } from './results.ts';
import { createPolicies, type Policies } from './policies.ts';
import { createRuns, type Runs } from './runs.ts';
import { createSettings } from './settings.ts';
import { createSizing, type SizeAsked } from './sizing.ts';
import { createStreams, type Stream } from './streams.ts';
import { choicesOf, type VaryAsked, varying } from './varying.ts';

/** Each takes some 30 MB, and is there only while drafts of several documents are under way. */
const SPARE_DRAFT_THREADS = 14;

/** Rows that were made and then put into no comparison, because a window was closed: after a day nobody waits for them. */
const LOOSE_MS = 24 * 3600 * 1000;

export interface BackRoomOptions {
  readonly dataDirectory: string;
  /** Threads for full runs; as many as there are cores, if left out. */
  readonly workers?: number;
  /**
   * Which path a ticket of the shell stands for, once and for its purpose; undefined for any other. Left out where
   * the shell has no dialogs of its own.
   */
  redeemTicket?(ticket: string, purpose: TicketPurpose): Promise<string | undefined>;
  /** Told what went wrong and what was refused: for a log. */
  warn(sentence: string): void;
}

/** What all doors share: the store, the threads, and every call of the API as a plain function. */
export interface BackRoom {
  readonly documents: Documents;
  readonly runs: Runs;
  readonly results: Results;
  readonly policies: Policies;
  /** The path that the person chose in a dialog of the shell; the ticket is used up. Throws `REFUSED` where it does not serve. */
  redeem(ticket: string, purpose: TicketPurpose): Promise<string>;
  info(): SystemInfo;
  catalog(): CatalogLists;
  settings(): Settings;
  changeSettings(patch: Partial<Settings>): Settings;
  check(documentId: string, text: string, signal: AbortSignal): Promise<readonly Problem[]>;
  watchDocuments(signal: AbortSignal | undefined): Stream<DocumentEvent>;
  explain(result: ResultRef, figure: string): Promise<Explanation>;
  compare(compared: readonly ResultRef[]): Promise<CompareView>;
  size(
    documentId: string,
    text: string,
    asked: SizeAsked,
    signal: AbortSignal | undefined,
  ): Stream<SizeEvent>;
  choices(
    documentId: string,
    text: string,
    poolId: string | undefined,
    signal: AbortSignal,
  ): Promise<VaryChoicesView>;
  vary(
    documentId: string,
    text: string,
    asked: VaryAsked,
    signal: AbortSignal | undefined,
  ): Stream<VaryEvent>;
  commit(documentId: string, text: string, signal: AbortSignal | undefined): Stream<CommitEvent>;
  commitmentAt(planId: string, offerId: string, amount: number): CommitmentAt;
  purchase(planId: string, text: string, choice: PurchaseChoice): Purchase;
  exportCommitment(planId: string, format: CommitFormat, text: string | undefined): Promise<File>;
  exportSize(searchId: string, format: SizeFormat): Promise<File>;
  exportResult(result: ResultRef, format: ResultFormat): Promise<File>;
  exportComparison(
    compared: readonly ResultRef[],
    format: CompareFormat,
    leftOut?: CompareView['leftOut'],
  ): Promise<File>;
  warn(sentence: string): void;
  /** Stops what runs, keeping what is done. */
  close(): Promise<void>;
}

/** Opens the back room. Nothing throws here: without a store it works from memory, and says so. */
export function createBackRoom({
  dataDirectory,
  workers = availableParallelism(),
  redeemTicket,
  warn,
}: BackRoomOptions): BackRoom {
  const store = openStore(dataDirectory);
  if (store.problem !== undefined) warn(store.problem);
  const streams = createStreams();
  const changes = new EventPublisher<{ document: DocumentEvent }>();
  const settings = createSettings(store.settings);
  const documents = createDocuments({
    store: store.documents,
    directory: join(dataDirectory, DOCUMENTS_FOLDER),
    announce: (event) => changes.publish('document', event),
  });
  try {
    documents.sweepVariants(settings.get().compared, Date.now() - LOOSE_MS);
  } catch (error) {
    warn(`what earlier comparisons left cannot be cleared away (${systemReason(error)})`);
  }
  // A draft must not wait behind the windows of a full run: threads of their own.
  const fullThreads = sharedThreads(workers, 'at first run');
  // Nor behind that of another document.
  const draftThreads = sharedThreads(Math.min(2, workers), 'now', SPARE_DRAFT_THREADS);
  const results = createResults({
    store: store.results,
    dataDirectory,
    workers,
    makeFullRunner: fullThreads.makeRunner,
    makeDraftRunner: draftThreads.makeRunner,
    source: documents.source,
    isAsSaved: documents.isAsSaved,
    warn,
  });
  const runs = createRuns({
    store: store.runs,
    streams,
    simulate: results.full,
    source: documents.source,
    warn,
  });
  const policies = createPolicies(draftThreads.makeRunner);
  const committing = createCommitting();
  const sizing = createSizing();
  const answering = createAnswering(draftThreads.makeRunner);
  const all = (refs: readonly ResultRef[]): Promise<ComparableResult[]> =>
    Promise.all(refs.map(results.comparable));

  return {
    documents,
    runs,
    results,
    policies,
    warn,
    redeem: async (ticket, purpose) => {
      const path = await redeemTicket?.(ticket, purpose);
      if (path !== undefined) return path;
      throw new HostError('REFUSED', 'This file was not chosen in a dialog, or not for this.');
    },
    info: () => ({
      version: packageJson.version,
      engine: ENGINE_VERSION,
      dataDirectory,
      store: store.kind,
      ...(store.problem === undefined ? {} : { storeProblem: store.problem }),
      workers,
    }),
    catalog: () => catalogLists(readCatalog()),
    settings: settings.get,
    changeSettings: (patch) => {
      const before = settings.get().compared;
      const after = settings.change(patch);
      // A row that was made for the comparison, and that nobody looked into, goes with it.
      documents.dropVariants(before.filter((id) => !after.compared.includes(id)));
      return after;
    },
    check: async (documentId, text, signal) => {
      const source = documents.source(documentId, text);
      try {
        await prepareText(source, { settings: [], signal });
        return [];
      } catch (error) {
        if (error instanceof InputProblemError) return error.problems;
        throw error;
      }
    },
    watchDocuments: (asked) =>
      streams.open(async (tell, signal) => {
        const events = changes.subscribe('document', { signal, maxBufferedEvents: Infinity });
        for await (const event of events) tell(event);
      }, asked),
    explain: async (result, figure) => {
      const { report } = await results.get(result);
      const found = explanation(report, figure);
      if (found === undefined)
        throw new HostError('NOT_FOUND', `There is no figure ${figure} in this result.`);
      return found;
    },
    compare: async (compared) => viewOf(await all(compared)),
    size: (documentId, text, choice, asked) => {
      const source = documents.source(documentId, text);
      const { makeRunner } = fullThreads;
      return streams.open(
        (tell, signal) => sizing.search(source, { ...choice, workers, makeRunner, signal }, tell),
        asked,
      );
    },
    choices: (documentId, text, poolId, signal) =>
      choicesOf(documents.source(documentId, text), poolId, signal),
    vary: (documentId, text, choice, asked) => {
      const source = documents.source(documentId, text);
      const { makeRunner } = fullThreads;
      return streams.open((tell, signal) => {
        const add = (rows: readonly VariantText[]) => documents.addVariants(documentId, rows);
        return varying(source, { ...choice, documentId, makeRunner, signal }, add, tell);
      }, asked);
    },
    commit: (documentId, text, asked) => {
      const source = documents.source(documentId, text);
      return streams.open((tell, signal) => {
        const simulate: Parameters<typeof committing.plan>[1] = async (onStart) => {
          // What cannot be planned for need not be simulated.
          const onReading = (reading: Reading): void =>
            tell({ kind: 'progress', share: 0, sentence: readingText(reading) });
          offersOf(await prepareText(source, { settings: [], signal, onReading }));
          return results.full(documentId, source, { signal, onStart, onReading });
        };
        return committing.plan(text, simulate, tell, signal);
      }, asked);
    },
    commitmentAt: committing.at,
    purchase: committing.purchase,
    exportCommitment: async (planId, format, text) => exportCommitment(committing.get(planId), format, text),
    exportSize: async (searchId, format) => exportSize(sizing.get(searchId), format),
    exportResult: async (result, format) => {
      const entry = await results.get(result);
      return exportResult(entry, format, () => answering.ofResult(entry));
    },
    exportComparison: async (compared, format, leftOut = []) => {
      const entries = await all(compared);
      const view = { ...viewOf(entries), ...(leftOut.length > 0 && { leftOut }) };
      const first = compared[takenIndex(view)];
      return exportComparison(view, entries, format, () =>
        answering.ofComparison(view, entries, () => results.prepared(first)),
      );
    },
    close: async () => {
      answering.close();
      await Promise.all([streams.close(), runs.close()]);
      await Promise.all([fullThreads.close(), draftThreads.close()]);
      store.close();
    },
  };
}

/** The comparison of some results; those of equal names are told apart by their place. */
function viewOf(entries: readonly ComparableResult[]): CompareView {
  const [first] = entries;
  for (const { run } of entries) {
    const { name, cost } = run;
    if (cost.currency === first.run.cost.currency) continue;
    throw new HostError(
      'INPUT',
      `${name} is in ${cost.currency} and ${first.run.name} in ${first.run.cost.currency}: their costs cannot be compared.`,
      { action: 'Give all of them one currency.' },
    );
  }
  const names = entries.map(({ run }) => run.name);
  return compareView(
    entries.map((entry, index) => {
      const name = names[index];
      const before = names.slice(0, index).filter((other) => other === name).length;
      const label = names.filter((other) => other === name).length > 1 ? `${name} (${before + 1})` : name;
      return {
        compared: { ...entry.compared, label },
        pools: entry.pools,
        resultId: entry.id,
        documentId: entry.documentId,
        isApproximate: entry.isApproximate,
      };
    }),
  );
}
