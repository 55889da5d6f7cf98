import { leastDeployment } from '../../../engine/planning/size/leastDeployment.ts';
import { onlyPool } from '../../../engine/planning/size/onlyPool.ts';
import { sizeDemand } from '../../../engine/planning/size/sizeDemand.ts';
import type { ReplicaOption } from '../../../engine/planning/size/replicaOption.ts';
import type { LeftOut } from '../../../engine/planning/vary/leftOut.ts';
import { type Variant, variantEdits, variantsOf } from '../../../engine/planning/vary/variants.ts';
import { countVariants, type VaryAxes } from '../../../engine/planning/vary/varyAxes.ts';
import type { Model } from '../../../engine/catalog/modelSchema.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import type { ValueEdit } from '../../../engine/scenario/reading/editedText.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { canonicalJson } from '../../run/canonicalJson.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';
import { deploymentDrafts } from '../size/deploymentDrafts.ts';
import { checkedAxes, type VaryInputs, varyInputs } from './varyInputs.ts';

/** Rows at work on at a time; each is by itself, so that what is found does not depend on it. */
const AT_A_TIME = 4;

export interface VaryRequest {
  /** The pool to vary; may be left out where there is one. */
  readonly poolId?: string | undefined;
  readonly axes: VaryAxes;
  /** Each row has the least replicas that keep every service level. */
  readonly isSized: boolean;
  /** The scenario's text, and what `--set` changes of it. */
  readonly text: string;
  readonly settings: readonly string[];
  /** The scenario with such values, checked in full. Throws `InputProblemError`. */
  prepare(edits: readonly ValueEdit[]): Promise<PreparedRun>;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
  onProgress?(progress: VaryProgress): void;
}

export interface VaryProgress {
  readonly rows: number;
  readonly done: number;
  /** What became of the last one. */
  readonly sentence: string;
}

export interface VariedRow {
  readonly label: string;
  /** Values that make it of the base, its name among them; none where it is the base. */
  readonly edits: readonly ValueEdit[];
  readonly isBase: boolean;
}

/** The rows that were made, in the order of the axes, and what is not among them. */
export interface VariedScenario {
  readonly poolId: string;
  readonly rows: readonly VariedRow[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Makes the rows of a comparison: every combination of the axes that can be, checked in full; sized where that is asked. What
 * cannot be, and what no number of replicas makes keep its service levels, is named with the reason. Throws
 * `InputProblemError` for axes that cannot be, before anything is made; `Interrupted` when aborted.
 */
export async function varyScenario(prepared: PreparedRun, request: VaryRequest): Promise<VariedScenario> {
  const inputs = varyInputs(prepared, request.poolId);
  const axes = checkedAxes(prepared.file, inputs, request.axes, request.isSized);
  const { pool } = inputs;
  const { variants, leftOut } = variantsOf(
    {
      text: request.text,
      settings: request.settings,
      file: prepared.file,
      poolId: pool.id,
      catalog: readCatalog(),
      calibration: prepared.calibration,
      modelFiles: modelFilesOf(prepared),
      priceFile: prepared.priceFile,
    },
    axes,
  );
  const rows = countVariants(axes);
  let done = leftOut.length;
  const made = new Map<Variant, VariedRow | LeftOut>();
  const waiting = [...variants];
  const workOn = async (): Promise<void> => {
    for (let variant = waiting.shift(); variant !== undefined; variant = waiting.shift()) {
      const row = await rowOf(prepared, inputs, request, variant);
      made.set(variant, row);
      done++;
      request.onProgress?.({ rows, done, sentence: progressSentence(row, done, rows) });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, workOn));
  } finally {
    // Where one has failed, the others need not begin another row.
    waiting.length = 0;
  }
  const found = variants.flatMap((variant) => made.get(variant) ?? []);
  return {
    poolId: pool.id,
    rows: found.filter((row) => 'edits' in row),
    leftOut: [...leftOut, ...found.filter((row) => 'reason' in row)],
  };
}

async function rowOf(
  base: PreparedRun,
  inputs: VaryInputs,
  request: VaryRequest,
  variant: Variant,
): Promise<VariedRow | LeftOut> {
  request.signal.throwIfAborted();
  const { label } = variant;
  let prepared: PreparedRun;
  try {
    prepared = await request.prepare(variantEdits(variant, variant.replicas));
  } catch (error) {
    if (!(error instanceof InputProblemError)) throw error;
    const [{ path, message }] = error.problems;
    return { label, reason: `${path}: ${message}` };
  }
  if (!request.isSized) return madeRow(base, prepared, variant, variant.replicas);
  const sized = await sizedReplicas(prepared, inputs, request, variant);
  return 'reason' in sized ? { label, ...sized } : madeRow(base, prepared, variant, sized.replicas);
}

/** A row with so many replicas; `prepared` has as many as the variant asks for. */
function madeRow(base: PreparedRun, prepared: PreparedRun, variant: Variant, replicas: number): VariedRow {
  const { label } = variant;
  const isBase = replicas === variant.replicas && saysOf(prepared) === saysOf(base);
  const edits = isBase ? [] : [{ path: 'name', value: label }, ...variantEdits(variant, replicas)];
  return { label, edits, isBase };
}

/** What a scenario says but for its name; whether a pool's precision is named, or is what it has by itself, is one to the fleet. */
function saysOf({ checked, spec }: PreparedRun): string {
  const pools = checked.pools.map((pool) => ({ ...pool, precision: undefined }));
  return canonicalJson([{ ...checked, name: '', pools }, spec]);
}

/** What nothing is known of the price of costs nothing: replicas are then found one by one. */
const NO_PRICE: PoolPrice = { pool: '', unit: 'GPU-hour', gpusPerUnit: 1, unitPrice: 0, source: '' };

async function sizedReplicas(
  prepared: PreparedRun,
  { index }: VaryInputs,
  { makeRunner, signal }: VaryRequest,
  { replica }: Variant,
): Promise<{ readonly replicas: number } | { readonly reason: string }> {
  const own = onlyPool(prepared.spec, index);
  const [pool] = own.pools;
  const { prices } = replica;
  const option: ReplicaOption = { ...replica, prices: prices.length === 0 ? [NO_PRICE] : prices, pool };
  const drafts = deploymentDrafts(prepared, own, { makeRunner, signal });
  const least = await leastDeployment(option, sizeDemand(own), ({ replicas, price }, stage) =>
    drafts.simulate(onlyPool(own, 0, { ...pool, replicas }), price, stage),
  );
  return least.found ? { replicas: least.deployment.replicas } : { reason: least.reason };
}

function progressSentence(row: VariedRow | LeftOut, done: number, rows: number): string {
  const what = 'reason' in row ? `${row.label} cannot be` : `${row.label} is made`;
  return `${done} of ${rows} rows, ${what}`;
}

/** What was read of the files that pools name for their models, by the names of the files. */
function modelFilesOf({ document, checked }: PreparedRun): ReadonlyMap<string, Model> {
  return new Map(
    checked.pools.flatMap(({ model }, index) => {
      const file = valueAt(document, ['pools', index, 'model', 'config']);
      const isRead = typeof model === 'object' && !('config' in model) && !('parameters' in model);
      return typeof file === 'string' && isRead ? [[file, model] as const] : [];
    }),
  );
}
