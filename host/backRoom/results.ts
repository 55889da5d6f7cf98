import { z } from 'zod';
import { forecastDetails, replicationMetrics } from '../../engine/forecast.ts';
import type { ComparedScenario } from '../../engine/planning/compare.ts';
import type { Usage } from '../../engine/usage/usage.ts';
import type { ResultRef, ResultView, RunMode } from '../api/types.ts';
import type { RunDocument } from '../questions/forecast/runDocument.ts';
import { comparedPools } from '../questions/compare/comparedPools.ts';
import { reportCharts } from '../questions/forecast/charts.ts';
import { figureCards } from '../questions/forecast/figureCards.ts';
import { type ReportInput, reportInput } from '../questions/forecast/reportInput.ts';
import { reportSections } from '../questions/forecast/sections/reportSections.ts';
import { canonicalJson, sha256 } from '../run/canonicalJson.ts';
import { engineBuild } from '../run/engineBuild.ts';
import { type PreparedRun, prepareDraft, prepareText, type ScenarioText } from '../run/prepareRun.ts';
import type { Reading } from '../run/inspectTraces.ts';
import type { ProgressView } from '../run/progressView.ts';
import { forecastInput } from '../questions/forecast/forecastInput.ts';
import { runHeader } from '../questions/forecast/runHeader.ts';
import { runScenario } from '../run/runScenario.ts';
import { simulateWindows } from '../run/simulateWindows.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import { expectedUsage } from '../store/expectedUsage.ts';
import { NO_STORE } from '../store/windowStore.ts';
import type { ResultStore } from '../store/resultStore.ts';
import { HostError } from './hostError.ts';
import { recentlyUsed } from './recentlyUsed.ts';
import { systemReason } from '../files/systemReason.ts';

/** What a draft simulates at most, about: two cores do it in well under a second. */
const DRAFT_REQUESTS = 400_000;

/** What stored results and usages may take of the disk together; the least recently used go first. */
const STORED_BYTES = 512 * 1024 * 1024;
const RESULTS_IN_MEMORY = 32;
/** Of so many more, what a comparison needs is kept, some tens of kilobytes each: results of drafts are in no store. */
const COMPARABLES_IN_MEMORY = 1000;
/** A usage of three years and five replications is some 20 MB. */
const USAGES_IN_MEMORY = 12;

/** What cannot be computed again of a stored run. */
const storedHeader = z.object({ fleetcast: z.object({ workers: z.number(), wallSeconds: z.number() }) });

/** A result with all that it was made of. */
export interface ResultEntry {
  readonly id: string;
  readonly documentId: string;
  readonly mode: RunMode;
  readonly isApproximate: boolean;
  readonly text: string;
  readonly prepared: PreparedRun;
  readonly usage: Usage;
  readonly report: ReportInput;
  readonly isRepriced: boolean;
  readonly seconds: number;
}

/** What a comparison and its exports need of a result: no hours, so that many can be kept. */
export interface ComparableResult {
  readonly id: string;
  readonly documentId: string;
  readonly text: string;
  readonly isApproximate: boolean;
  readonly run: RunDocument;
  readonly compared: Omit<ComparedScenario, 'label'>;
  readonly pools: ReturnType<typeof comparedPools>;
}

export interface FullRunOptions {
  readonly signal: AbortSignal;
  onStart(progress: ProgressView): void;
  /** Told how far a long trace is read, before that. */
  onReading(reading: Reading): void;
}

export interface Results {
  draft(documentId: string, source: ScenarioText, signal: AbortSignal): Promise<ResultEntry>;
  full(documentId: string, source: ScenarioText, options: FullRunOptions): Promise<ResultEntry>;
  /** A document's own result, never that of another one with the same text. Throws `NOT_FOUND` where it is not kept any more. */
  get(ref: ResultRef): Promise<ResultEntry>;
  /** As `get`, for a comparison. */
  comparable(ref: ResultRef): Promise<ComparableResult>;
  /** What a result is of: of one that is kept for comparisons only, prepared again. Throws as `get`. */
  prepared(ref: ResultRef): Promise<PreparedRun>;
  latest(documentId: string): Promise<ResultEntry | undefined>;
}

export interface ResultsOptions {
  readonly store: ResultStore;
  readonly dataDirectory: string;
  readonly workers: number;
  readonly makeFullRunner: MakeWindowRunner;
  readonly makeDraftRunner: MakeWindowRunner;
  /** A text as it is read in the place of a document. */
  source(documentId: string, text: string): ScenarioText;
  /** Whether a document is with this text as it was opened or saved; false where it is gone. */
  isAsSaved(documentId: string, text: string): boolean;
  warn(sentence: string): void;
}

/**
 * Makes results and keeps them. What was simulated before is priced and not simulated again: usage is
 * looked for in memory, then in the store, by the hash of all that it depends on.
 */
export function createResults(options: ResultsOptions): Results {
  const { store, warn } = options;
  const comparables = recentlyUsed<ComparableResult>(COMPARABLES_IN_MEMORY);
  const entries = recentlyUsed<ResultEntry>(RESULTS_IN_MEMORY, (key, entry) =>
    comparables.set(key, comparableResult(entry)),
  );
  const usages = recentlyUsed<Usage>(USAGES_IN_MEMORY);

  const finish = (
    parts: Pick<
      ResultEntry,
      'documentId' | 'mode' | 'isApproximate' | 'text' | 'prepared' | 'usage' | 'isRepriced'
    >,
    startedMs: number,
  ): ResultEntry => {
    const { prepared, usage } = parts;
    const details = forecastDetails(forecastInput(prepared, usage));
    const seconds = (performance.now() - startedMs) / 1000;
    const run = { fleetcast: runHeader(prepared, options.workers, seconds), ...details.forecast };
    const report = reportInput(run, prepared, details);
    const entry: ResultEntry = { ...parts, id: resultId(prepared), report, seconds };
    entries.set(entryKey(entry), entry);
    return entry;
  };

  /** Runs what writes to the store: what cannot be kept is told, and no reason to lose a result. */
  const keep = (write: () => void): void => {
    try {
      write();
      store.prune(STORED_BYTES);
    } catch (error) {
      warn(`the result could not be kept (${systemReason(error)})`);
    }
  };

  const keepUsage = (key: string, usage: Usage): Usage => {
    usages.set(key, usage);
    return usage;
  };

  const storedUsage = ({ spec, plans }: PreparedRun, key: string): Usage | undefined => {
    try {
      const usage = store.findUsage(key, () => expectedUsage(spec, plans.length));
      if (usage !== 'unusable') return usage;
      warn(
        'a kept result cannot be used (of an earlier version, damaged, or not what this scenario’s look like) and is simulated again',
      );
    } catch (error) {
      warn(`kept results cannot be read (${systemReason(error)})`);
    }
    return undefined;
  };

  const drafting = new Map<string, { readonly signal: AbortSignal; readonly ended: Promise<unknown> }>();
  const simulateDraft = async (
    documentId: string,
    prepared: PreparedRun,
    signal: AbortSignal,
  ): Promise<Usage> => {
    // One that an edit has cancelled is about to leave its threads: no others need be started for the next.
    const before = drafting.get(documentId);
    if (before?.signal.aborted === true) await before.ended;
    const usage = simulateWindows({
      ...prepared,
      store: NO_STORE,
      fresh: true,
      makeRunner: options.makeDraftRunner,
      signal,
    });
    const entry = { signal, ended: usage.catch(() => undefined) };
    drafting.set(documentId, entry);
    try {
      return await usage;
    } finally {
      if (drafting.get(documentId) === entry) drafting.delete(documentId);
    }
  };

  const draft: Results['draft'] = async (documentId, source, signal) => {
    const startedMs = performance.now();
    const whole = await prepareText(source, { settings: [], signal });
    const drafted = prepareDraft(whole, DRAFT_REQUESTS);
    if (drafted === undefined) {
      throw new HostError('INPUT', 'This replay of a trace is too long for a draft.', {
        action: 'Run it in full (F5).',
      });
    }
    const { prepared, isApproximate } = drafted;
    const key = usageKey(prepared);
    const known = usages.get(key) ?? storedUsage(prepared, key);
    const usage = known ?? (await simulateDraft(documentId, prepared, signal));
    keepUsage(key, usage);
    const isRepriced = known !== undefined;
    // So that Home opens with its figures the next time. Not what is typed: each step of it would leave one behind.
    if (!isRepriced && options.isAsSaved(documentId, source.text)) keep(() => store.putUsage(key, usage));
    return finish(
      { documentId, mode: 'draft', isApproximate, text: source.text, prepared, usage, isRepriced },
      startedMs,
    );
  };

  const full: Results['full'] = async (documentId, source, { signal, onStart, onReading }) => {
    const startedMs = performance.now();
    const prepared = await prepareText(source, { settings: [], signal, onReading });
    const key = usageKey(prepared);
    const known = usages.get(key) ?? storedUsage(prepared, key);
    const usage =
      known ??
      (await runScenario(prepared, {
        dataDirectory: options.dataDirectory,
        fresh: false,
        makeRunner: options.makeFullRunner,
        signal,
        warn,
        onStart,
      }));
    keepUsage(key, usage);
    const isRepriced = known !== undefined;
    const entry = finish(
      { documentId, mode: 'full', isApproximate: false, text: source.text, prepared, usage, isRepriced },
      startedMs,
    );
    keep(() => {
      if (!isRepriced) store.putUsage(key, usage);
      store.putResult({
        id: entry.id,
        documentId,
        text: entry.text,
        run: entry.report.run,
        createdAt: Date.now(),
      });
    });
    return entry;
  };

  /** Prices the stored usage of a stored result again: quick, and it has the hours that the screens show. */
  const restore = async (stored: ReturnType<ResultStore['findResult']>): Promise<ResultEntry | undefined> => {
    if (stored === undefined) return undefined;
    const { id, documentId, text } = stored;
    const header = storedHeader.safeParse(stored.run).data?.fleetcast;
    if (header === undefined) return undefined;
    let prepared: PreparedRun;
    try {
      prepared = await prepareText(options.source(documentId, text), {
        settings: [],
        signal: new AbortController().signal,
      });
    } catch {
      // The document, a trace or a catalogue row is not what it was: there is nothing to restore.
      return undefined;
    }
    if (resultId(prepared) !== id) return undefined;
    const key = usageKey(prepared);
    const usage = usages.get(key) ?? storedUsage(prepared, key);
    if (usage === undefined) return undefined;
    keepUsage(key, usage);
    const { wallSeconds } = header;
    const entry = finish(
      { documentId, mode: 'full', isApproximate: false, text, prepared, usage, isRepriced: false },
      performance.now() - wallSeconds * 1000,
    );
    // Its id says that all else is what it was.
    const run = { ...entry.report.run, fleetcast: { ...entry.report.run.fleetcast, ...header } };
    const kept: ResultEntry = { ...entry, seconds: wallSeconds, report: { ...entry.report, run } };
    entries.set(entryKey(kept), kept);
    return kept;
  };

  const newest = (wanted: (entry: ResultEntry) => boolean): ResultEntry | undefined =>
    [...entries.values()].reverse().find(wanted);

  const isOf =
    ({ documentId, resultId: id }: ResultRef) =>
    (candidate: Pick<ResultEntry, 'id' | 'documentId'>): boolean =>
      candidate.id === id && candidate.documentId === documentId;

  const get: Results['get'] = async (ref) => {
    const entry = newest(isOf(ref)) ?? (await restore(store.findResult(ref.documentId, ref.resultId)));
    if (entry !== undefined) return entry;
    throw new HostError('NOT_FOUND', 'This result is not kept any more.', {
      action: 'Run the scenario again.',
    });
  };

  const preparedAgain = async ({
    id,
    documentId,
    text,
  }: ComparableResult): Promise<PreparedRun | undefined> => {
    try {
      const signal = new AbortController().signal;
      const whole = await prepareText(options.source(documentId, text), { settings: [], signal });
      const drafted = prepareDraft(whole, DRAFT_REQUESTS)?.prepared ?? whole;
      return [drafted, whole].find((each) => resultId(each) === id);
    } catch {
      // As in `restore`.
      return undefined;
    }
  };

  const comparableKept = (ref: ResultRef): ComparableResult | undefined =>
    [...comparables.values()].reverse().find(isOf(ref));

  return {
    draft,
    full,
    get,
    prepared: async (ref) => {
      const entry = newest(isOf(ref));
      if (entry !== undefined) return entry.prepared;
      const kept = comparableKept(ref);
      return (kept && (await preparedAgain(kept))) ?? (await get(ref)).prepared;
    },
    comparable: async (ref) => {
      const entry = newest(isOf(ref));
      if (entry !== undefined) return comparableResult(entry);
      return comparableKept(ref) ?? comparableResult(await get(ref));
    },
    latest: async (documentId) =>
      newest((entry) => entry.documentId === documentId && entry.mode === 'full') ??
      (await restore(store.latestResult(documentId))) ??
      newest((entry) => entry.documentId === documentId),
  };
}

/** What the screens get of a result. */
export function resultView(entry: ResultEntry): ResultView {
  const { id, documentId, mode, isApproximate, text, report, isRepriced, seconds } = entry;
  return {
    id,
    documentId,
    mode,
    approximate: isApproximate,
    text,
    run: report.run,
    cards: figureCards(report.run),
    charts: reportCharts(report),
    sections: reportSections(report.run),
    repriced: isRepriced,
    seconds,
  };
}

const comparableOf = new WeakMap<ResultEntry, ComparableResult>();

/** A result as a comparison takes it; worked out once. */
function comparableResult(entry: ResultEntry): ComparableResult {
  const { id, documentId, text, isApproximate, prepared, usage, report } = entry;
  const known = comparableOf.get(entry);
  if (known !== undefined) return known;
  const made: ComparableResult = {
    id,
    documentId,
    text,
    isApproximate,
    run: report.run,
    compared: {
      document: prepared.document,
      forecast: report.run,
      metrics: replicationMetrics(forecastInput(prepared, usage)),
      seed: prepared.spec.seed,
    },
    pools: comparedPools(prepared),
  };
  comparableOf.set(entry, made);
  return made;
}

function entryKey({ id, documentId, mode }: ResultEntry): string {
  return `${documentId} ${mode} ${id}`;
}

/** Of the usage that a prepared run leads to: which windows, and which days each stands for. */
function usageKey({ spec, plans, keys }: PreparedRun): string {
  const windows = plans.map(({ standsForHours }, index) => [keys[index], standsForHours]);
  return sha256(canonicalJson({ windows, hours: spec.hours, replications: spec.fidelity.replications }));
}

function resultId(prepared: PreparedRun): string {
  const { scenarioHash, prices } = prepared;
  const engine = engineBuild().forecasts;
  return sha256(canonicalJson({ scenarioHash, usage: usageKey(prepared), prices, engine })).slice(0, 40);
}
