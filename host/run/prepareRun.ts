import { dirname, resolve } from 'node:path';
import { capMinimumProblems, unitPricesOf } from '../../engine/pricing/capPrices.ts';
import { capacityCautions } from '../../engine/scenario/living/capacity/capacityCautions.ts';
import { retryCautions } from '../../engine/scenario/retryCautions.ts';
import { minimumProblems } from '../../engine/pricing/billedMinimum.ts';
import { type HeldCommitment, heldCommitments } from '../../engine/pricing/commitments/heldCommitment.ts';
import type { Calibration } from '../../engine/catalog/calibrationSchema.ts';
import { lookUp } from '../../engine/catalog/lookUp.ts';
import type { PoolPerformance } from '../../engine/finance/performance.ts';
import { instanceMisfits } from '../../engine/pricing/instanceFit.ts';
import type { PoolPrice } from '../../engine/pricing/poolPrice.ts';
import { resolvePrices } from '../../engine/pricing/poolPrice.ts';
import { pricedDocument } from '../../engine/pricing/pricedDocument.ts';
import type { ParsedScenario } from '../../engine/scenario/parse.ts';
import { parseScenario } from '../../engine/scenario/parse.ts';
import type { Problem } from '../../engine/scenario/reading/problem.ts';
import { resolveScenario } from '../../engine/scenario/resolve.ts';
import type { PriceFile } from '../../engine/scenario/prices/priceSchema.ts';
import { type PlacedProblem, valueAt } from '../../engine/scenario/reading/problems.ts';
import type { ScenarioDocument } from '../../engine/scenario/schema.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import type { PoolMemory } from '../../engine/scenario/memoryParts.ts';
import type { StartUpSource } from '../../engine/scenario/living/startUpSource.ts';
import { type PoolPhysics, poolPhysics } from '../../engine/serving/physics/poolPhysics.ts';
import { startUpSources } from '../../engine/serving/physics/startUpSources.ts';
import { planDraft, planWindows } from '../../engine/simulate.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import { readCalibration, shippedCalibration } from '../files/calibrationFile.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { readPriceFile } from '../files/priceFile.ts';
import { canonicalJson, sha256 } from './canonicalJson.ts';
import { engineBuild } from './engineBuild.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { inspectTraces, type LocatedTrace, type ReadOptions } from './inspectTraces.ts';
import { readInputText } from '../files/readInputText.ts';
import { manifestOf, withManifests } from './named/manifestFiles.ts';
import { modelFileOf, withModelFiles } from './named/modelFiles.ts';
import { spotTracesOf, withSpotTraces } from './named/spotTraces.ts';
import { namedFile } from './named/namedFile.ts';
import { poolMemories } from './poolMemories.ts';
import { sizeLimitProblems, workLimitProblems } from './runLimits.ts';
import { runProblems } from './runProblems.ts';
import type { FileStamp } from '../files/traceFiles.ts';
import { windowKeys } from './windowKeys.ts';

export interface PrepareOptions extends ReadOptions {
  /** `path=value`, applied to the document before it is checked. */
  readonly settings: readonly string[];
  readonly seed?: number;
}

/** A scenario's text, and how the file names in it are to be understood. */
export interface ScenarioText {
  /** Named in problems. */
  readonly file: string;
  readonly text: string;
  /** Absolute path of a trace as it is written, or why it must not be read. */
  locateTrace(written: string): LocatedTrace;
}

/** A scenario in which nothing is wrong, ready to run. */
export interface PreparedRun {
  readonly file: string;
  readonly name: string;
  readonly currency: string;
  readonly outputTokenWeight: number;
  /** As written, with the settings applied. */
  readonly document: unknown;
  /** As checked, with its defaults. */
  readonly checked: ScenarioDocument;
  /** What step times are made with. */
  readonly calibration: Calibration;
  /** Of the checked document, with its defaults: layout and comments do not matter. */
  readonly scenarioHash: string;
  readonly spec: SimulationSpec;
  readonly plans: readonly WindowPlan[];
  readonly keys: readonly string[];
  /** In the order of the pools. */
  readonly prices: readonly (PoolPrice | undefined)[];
  /** The one that the scenario names. */
  readonly priceFile: PriceFile | undefined;
  /** In the order in which they apply. */
  readonly commitments: readonly HeldCommitment[];
  /** How far step times can be believed, by pool that takes them from a calibration. */
  readonly performance: readonly PoolPerformance[];
  /** Where start-ups are from that are of the catalogue. */
  readonly startUps: readonly StartUpSource[];
  /** What fills each GPU, by pool whose KV cache is planned. */
  readonly memory: readonly PoolMemory[];
  /** What speaks against the deployment, though it is no problem. */
  readonly warnings: readonly Problem[];
  /** What of its manifests is not read, and does no harm. */
  readonly notes: readonly Problem[];
  readonly traceStamps: Readonly<Record<string, FileStamp>>;
  /** SHA-256 of each trace's text, by path. */
  readonly traceHashes: ReadonlyMap<string, string>;
  /** The files that the run reads. */
  readonly inputs: readonly string[];
}

type CheckedScenario = Extract<ParsedScenario, { document: ScenarioDocument }>;

/**
 * Reads a scenario and checks everything that can be wrong with it: document, catalogue
 * names, memory, prices, and every row of its traces. Writes nothing.
 * Throws `InputProblemError` with all that was found, and the signal's reason when aborted.
 */
export async function prepareRun(file: string, options: PrepareOptions): Promise<PreparedRun> {
  const text = readInputText(file, 'scenario');
  return prepareText(
    { file, text, locateTrace: (path) => ({ path: resolve(dirname(file), path) }) },
    options,
  );
}

/** As `prepareRun`, of a text that need not be in a file. */
export async function prepareText(source: ScenarioText, options: PrepareOptions): Promise<PreparedRun> {
  const { file } = source;
  const catalog = readCatalog();
  const isEncoder = (name: string): boolean | undefined => {
    const found = lookUp(catalog, 'model', name);
    return found.found ? found.row.kind === 'encoder' : undefined;
  };
  const scenario = parseScenario(source.text, file, overridesOf(options), isEncoder);
  if ('problems' in scenario) throw new InputProblemError(scenario.problems);
  const problems: Problem[] = [];
  const { raw } = scenario;
  const modelled = withModelFiles(scenario.document, source, scenario.place, problems);
  const traced = withSpotTraces(modelled, source, scenario.place, problems);
  const manifests = withManifests(scenario, traced, source, problems);
  const { document } = manifests;
  const calibration = calibrationOf(source, scenario, problems);
  const pools = resolvePools({ ...scenario, document }, problems, catalog, calibration);
  const priceFile = priceFileOf(source, scenario, problems);
  const prices = resolvePoolPrices({ ...scenario, document }, problems, catalog, priceFile);
  const traces = await inspectTraces(source, scenario, problems, options);
  if (problems.length > 0) throw new InputProblemError(problems);

  const spec = resolveScenario(document, {
    pools,
    traces,
    unitPrices: (pool, hours) => unitPricesOf(prices[pool], hours),
  });
  const limits = [
    ...sizeLimitProblems(spec, 'trace' in document.horizon),
    ...runProblems(spec),
    ...minimumProblems(spec.pools, prices),
    ...capMinimumProblems(document, spec, prices),
  ];
  const plans = limits.length > 0 ? [] : planWindows(spec);
  problems.push(
    ...[...limits, ...workLimitProblems(spec, plans)].map((problem) =>
      scenario.place(asWritten(problem, document)),
    ),
  );
  if (problems.length > 0) throw new InputProblemError(problems);
  const inspected = [...traces.values()];
  const traceHashes = new Map(inspected.map(({ path, hash }) => [path, hash]));
  return {
    ...planned({ traceHashes }, spec, plans),
    file,
    name: document.name,
    currency: document.currency,
    outputTokenWeight: document.chargeback.outputTokenWeight,
    document: raw,
    checked: document,
    calibration,
    scenarioHash: sha256(canonicalJson(document)),
    prices,
    priceFile,
    commitments: heldCommitments(document.commitments ?? [], document.pools, prices, document.horizon.start),
    performance: performanceOf(document, pools, calibration),
    startUps: startUpSources(document.pools, catalog),
    memory: poolMemories(document, pools),
    warnings: [
      ...manifests.warnings,
      ...pools.flatMap(({ warnings = [] }, index) =>
        [...warnings, ...capacityCautions(document.pools[index])].map((warning) => {
          const path = ['pools', index, ...warning.path];
          return scenario.place(inItsSpelling({ ...warning, path }, raw));
        }),
      ),
      ...retryCautions(document, spec).map((caution) => scenario.place(inItsSpelling(caution, raw))),
    ],
    notes: manifests.notes,
    traceStamps: Object.fromEntries(inspected.map(({ path, stamp }) => [path, stamp])),
    traceHashes,
    inputs: [file, ...namedPaths(source, scenario.document), ...inspected.map(({ path }) => path)],
  };
}

/** The part of a prepared run that depends on which windows are simulated. */
function planned(
  { traceHashes }: Pick<PreparedRun, 'traceHashes'>,
  spec: SimulationSpec,
  plans: readonly WindowPlan[],
): Pick<PreparedRun, 'spec' | 'plans' | 'keys'> {
  return { spec, plans, keys: windowKeys(spec, plans, engineBuild().windows, traceHashes) };
}

/** A prepared scenario as it is drafted: the same, with other windows. Undefined where a draft would take too long. */
export function prepareDraft(
  prepared: PreparedRun,
  mostRequests: number,
): { readonly prepared: PreparedRun; readonly isApproximate: boolean } | undefined {
  const draft = planDraft(prepared.spec, mostRequests);
  if (draft === undefined) return undefined;
  const { isApproximate } = draft;
  return { prepared: { ...prepared, ...planned(prepared, draft.spec, draft.plans) }, isApproximate };
}

function overridesOf({ settings, seed }: PrepareOptions): readonly string[] {
  return seed === undefined ? settings : [...settings, `seed=${seed}`];
}

/** The calibration that the scenario names, or the shipped one. */
function calibrationOf(
  source: ScenarioText,
  { document, place }: CheckedScenario,
  problems: Problem[],
): Calibration {
  const { calibration } = document;
  const read =
    calibration === undefined
      ? undefined
      : namedFile(calibration, ['calibration'], readCalibration, source, place, problems);
  return read ?? shippedCalibration();
}

/** The price file that the scenario names, if any. */
function priceFileOf(
  source: ScenarioText,
  { document, place }: CheckedScenario,
  problems: Problem[],
): PriceFile | undefined {
  const file = document.prices?.file;
  return file === undefined
    ? undefined
    : namedFile(file, ['prices', 'file'], readPriceFile, source, place, problems);
}

/** Where the files are, beside its traces, that a scenario names. */
function namedPaths(
  { locateTrace }: ScenarioText,
  { calibration, prices, pools }: ScenarioDocument,
): readonly string[] {
  const manifests = pools.map((pool) => manifestOf(pool)?.manifest);
  const files = [
    calibration,
    prices?.file,
    ...pools.map(modelFileOf),
    ...manifests,
    ...pools.flatMap(spotTracesOf),
  ];
  return files.flatMap((written) => {
    const located = written === undefined ? undefined : locateTrace(written);
    return located !== undefined && 'path' in located ? [located.path] : [];
  });
}

/** The mean rate of a workload is told where its document says how much is asked. */
function asWritten(problem: PlacedProblem, { workloads }: ScenarioDocument): PlacedProblem {
  const [list, index, ...below] = problem.path;
  if (list !== 'workloads' || below.join('.') !== 'arrivals.ratePerSecond') return problem;
  const { arrivals } = workloads[Number(index)];
  return 'rate' in arrivals && arrivals.rate !== undefined
    ? { ...problem, path: [list, index, 'arrivals', 'rate'] }
    : problem;
}

/** The share of memory is told by the name that the document has for it. */
function inItsSpelling(problem: PlacedProblem, raw: unknown): PlacedProblem {
  const [list, index, key] = problem.path;
  const path = [list, index, 'memoryUtilisation'];
  return key === 'memoryUtilization' && valueAt(raw, path) !== undefined ? { ...problem, path } : problem;
}

function performanceOf(
  document: ScenarioDocument,
  pools: readonly PoolPhysics[],
  { date, source }: Calibration,
): PoolPerformance[] {
  return pools.flatMap(({ confidence }, index) =>
    confidence === undefined
      ? []
      : [{ pool: document.pools[index].id, ...confidence, calibration: { date, source } }],
  );
}

/** In the document's order, once there are no problems. */
function resolvePools(
  { document, place }: CheckedScenario,
  problems: Problem[],
  catalog: ReturnType<typeof readCatalog>,
  calibration: Calibration,
): PoolPhysics[] {
  return document.pools.flatMap((pool, index) => {
    // What is wrong with its file is told already.
    if (modelFileOf(pool) !== undefined) return [];
    const physics = poolPhysics(pool, catalog, calibration);
    if (!('problems' in physics)) return [physics];
    problems.push(
      ...physics.problems.map((problem) => place({ ...problem, path: ['pools', index, ...problem.path] })),
    );
    return [];
  });
}

function resolvePoolPrices(
  { document, place }: CheckedScenario,
  problems: Problem[],
  catalog: ReturnType<typeof readCatalog>,
  priceFile: PriceFile | undefined,
): readonly (PoolPrice | undefined)[] {
  const priced = { ...pricedDocument(document), pools: document.pools };
  const { prices, problems: found } = resolvePrices(priced, catalog, priceFile);
  for (const { path, message } of found) {
    const index = document.pools.findIndex(({ id }) => path.startsWith(`pools.${id}.`));
    const within = path
      .slice(`pools.${document.pools[index].id}.`.length)
      .split('.')
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    problems.push(place({ path: ['pools', index, ...within], message }));
  }
  for (const { pool, message, suggestion } of instanceMisfits(priced, prices, catalog, priceFile)) {
    problems.push(place({ path: ['pools', pool, 'price', 'instance'], message, suggestion }));
  }
  return prices;
}
