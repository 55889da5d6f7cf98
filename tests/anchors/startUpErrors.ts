import type { Model } from '../../engine/catalog/modelSchema.ts';
import { engineMemory } from '../../engine/serving/memory/engineMemory.ts';
import { type MemoryPlan, planMemory } from '../../engine/serving/memory/memoryPlan.ts';
import { unevenParts } from '../../engine/serving/model/evenShares.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { INLINE_MODELS, type StartUpLog } from './startUpLogs.ts';

export const GIB = 2 ** 30;
const BLOCK_TOKENS = 16;

export const GROUPS = [
  'dense, engines of the last eighteen months',
  'dense, older engines',
  'mixtures',
  'two GPUs and more',
  'consumer cards',
  'SGLang',
  'TensorRT-LLM',
] as const;
export type StartUpGroup = (typeof GROUPS)[number];

/** Whether a replica starts, or what keeps it from it. */
export type Verdict = 'starts' | 'degree' | 'cache' | 'context';

/** What we say of one log. Errors are relative to what was printed; undefined where that was not. */
export interface StartUpError {
  readonly log: StartUpLog;
  /** Undefined of refusals, which are told or not. */
  readonly group: StartUpGroup | undefined;
  readonly verdict: Verdict | undefined;
  /** Undefined where no document of ours says the log, or only its degree. */
  readonly plan: MemoryPlan | undefined;
  readonly weights: number | undefined;
  readonly activation: number | undefined;
  /** Of bytes where they were printed or follow from the parts, else of tokens. */
  readonly kv: number | undefined;
  /** Of tokens, where both were printed: more than `kv` where a token's bytes are counted wrongly. */
  readonly tokens: number | undefined;
}

/** Today's plan for a log against what the engine printed. */
export function startUpError(log: StartUpLog): StartUpError {
  const model = modelOf(log);
  const { tensor = 1, pipeline = 1, printed = {} } = log;
  const parallel = { tensor, pipeline, data: 1, expert: 1 };
  const plan = model && planOf(log, model);
  const isUneven = model !== undefined && unevenParts(model, parallel, log.engine).length > 0;
  const wanted = log.maxModelLen ?? log.assumed?.maxModelLen ?? 0;
  return {
    log,
    group: log.refused === undefined && model ? groupOf(log, model) : undefined,
    verdict: isUneven ? 'degree' : plan && memoryVerdict(plan, wanted),
    plan,
    weights: relative(plan && plan.weightBytes / GIB, printed.weights),
    activation: relative(plan && plan.activationBytes / GIB, printed.activation),
    kv: kvError(log, plan),
    tokens: printed.kv === undefined ? undefined : relative(plan?.kvTokens, printedTokens(log)),
  };
}

function modelOf(log: StartUpLog): Model | undefined {
  if (log.model === undefined || log.outside !== undefined) return undefined;
  return INLINE_MODELS[log.model] ?? readCatalog().models.find(({ id }) => id === log.model);
}

function planOf(log: StartUpLog, model: Model): MemoryPlan | undefined {
  const { tensor = 1, pipeline = 1, precision, assumed } = log;
  const name = log.accelerator ?? assumed?.accelerator;
  const maxSequences = log.maxSequences ?? assumed?.maxSequences;
  const maxBatchedTokens = log.maxBatchedTokens ?? assumed?.maxBatchedTokens;
  if (!name || !precision || !maxSequences || !maxBatchedTokens) return undefined;
  const catalog = readCatalog();
  const accelerator = catalog.accelerators.find(({ id }) => id === name);
  if (accelerator === undefined) throw new Error(`${log.id}: no ${name}`);
  return planMemory({
    model,
    accelerator,
    gpusPerReplica: tensor * pipeline,
    parallel: { tensor, pipeline, data: 1, expert: 1 },
    precision,
    kvPrecision: log.kvPrecision ?? 'bf16',
    batching: { maxSequences, maxBatchedTokens, blockTokens: log.blockTokens ?? BLOCK_TOKENS },
    memory: engineMemory(catalog, {
      family: log.engine ?? 'vllm',
      version: log.version ?? assumed?.version ?? '',
    }),
    memoryUtilization: log.share ?? assumed?.share,
    maxModelLength: log.maxModelLen ?? assumed?.maxModelLen,
  });
}

function memoryVerdict(plan: MemoryPlan, wantedTokens: number): Verdict {
  if (!plan.fits) return 'cache';
  return plan.kvTokens < wantedTokens ? 'context' : 'starts';
}

function groupOf({ engine, accelerator = '', tensor = 1, pipeline = 1, isRecent }: StartUpLog, model: Model) {
  if (engine === 'sglang') return 'SGLang';
  if (engine === 'tensorrt-llm') return 'TensorRT-LLM';
  if (/^rtx-\d/.test(accelerator)) return 'consumer cards';
  if (model.experts !== undefined) return 'mixtures';
  if (tensor * pipeline > 1) return 'two GPUs and more';
  return isRecent ? 'dense, engines of the last eighteen months' : 'dense, older engines';
}

function kvError(log: StartUpLog, plan: MemoryPlan | undefined): number | undefined {
  if (plan === undefined) return undefined;
  const bytes = log.printed?.kv ?? kvOfParts(log);
  if (bytes !== undefined) return relative(Math.max(0, plan.kvBytes) / GIB, bytes);
  return relative(plan.kvTokens, printedTokens(log));
}

/** What an engine's parts leave, where it did not print it. */
function kvOfParts({ share, deviceGiB, printed }: StartUpLog): number | undefined {
  const { weights, activation, nonTorch } = printed ?? {};
  if (!share || !deviceGiB || !weights || !activation || !nonTorch) return undefined;
  return share * deviceGiB - weights - activation - nonTorch;
}

function printedTokens({ printed, blockTokens = BLOCK_TOKENS }: StartUpLog): number | undefined {
  if (printed?.kvTokens !== undefined) return printed.kvTokens;
  return printed?.kvBlocks === undefined ? undefined : printed.kvBlocks * blockTokens;
}

/** Of nothing printed, and of what is not positive, there is no relative error. */
function relative(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined || theirs <= 0 ? undefined : ours / theirs - 1;
}
