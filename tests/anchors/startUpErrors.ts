import type { Model } from '../../engine/catalog/modelSchema.ts';
import type { ContextAdviceInput } from '../../engine/serving/memory/contextAdvice.ts';
import { type MemoryPlan, type MemoryPlanInput, planMemory } from '../../engine/serving/memory/memoryPlan.ts';
import { type StartUpDoubt, startUpDoubts } from '../../engine/serving/memory/startUpDoubts.ts';
import { unevenParts } from '../../engine/serving/model/evenShares.ts';
import { checkMemory } from '../../engine/serving/physics/checkMemory.ts';
import type { PhysicsProblem } from '../../engine/serving/physics/physicsProblem.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import type { StartUpLog } from './startUpLogs.ts';
import { refitWithout } from './startUpRefit.ts';
import { BLOCK_TOKENS, GIB, modelOf, settingOf } from './startUpSettings.ts';

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
  /** What speaks against a start that is not refused, and what a person is told of it. */
  readonly doubts: readonly StartUpDoubt[];
  readonly warnings: readonly PhysicsProblem[];
  /** Undefined where no document of ours says the log, or only its degree. */
  readonly plan: MemoryPlan | undefined;
  readonly weights: number | undefined;
  readonly activation: number | undefined;
  /** Of bytes where they were printed or follow from the parts, else of tokens. */
  readonly kv: number | undefined;
  /** The same, with what was fitted to this log, too, fitted to the others alone. */
  readonly kvLeftOut: number | undefined;
  /** Of tokens, where both were printed: more than `kv` where a token's bytes are counted wrongly. */
  readonly tokens: number | undefined;
}

/** Today's plan for a log against what the engine printed. */
export function startUpError(log: StartUpLog): StartUpError {
  const setting = settingOf(log);
  const { printed = {} } = log;
  const plan = setting && planMemory(setting);
  const leftOut = setting && planMemory({ ...setting, memory: refitWithout(log) });
  const model = modelOf(log);
  const { tensor = 1, pipeline = 1 } = log;
  const parallel = { tensor, pipeline, data: 1, expert: 1 };
  const isUneven = model !== undefined && unevenParts(model, parallel, log.engine).length > 0;
  const judged = plan && setting ? judge(plan, { ...setting, parallel }, log) : { warnings: [] };
  return {
    log,
    group: log.refused === undefined && model ? groupOf(log, model) : undefined,
    verdict: isUneven ? 'degree' : judged.verdict,
    doubts: plan && setting ? startUpDoubts(plan, setting) : [],
    warnings: judged.warnings,
    plan,
    weights: relative(plan && plan.weightBytes / GIB, printed.weights),
    activation: relative(plan && plan.activationBytes / GIB, printed.activation),
    kv: kvError(log, plan),
    kvLeftOut: kvError(log, leftOut),
    tokens: printed.kv === undefined ? undefined : relative(plan?.kvTokens, printedTokens(log)),
  };
}

/** What a document of the log would be told. */
function judge(
  plan: MemoryPlan,
  setting: MemoryPlanInput & Pick<ContextAdviceInput, 'parallel'>,
  { engine = 'vllm', model = '', accelerator = '' }: StartUpLog,
): { readonly verdict?: Verdict; readonly warnings: readonly PhysicsProblem[] } {
  const problems: PhysicsProblem[] = [];
  const warnings: PhysicsProblem[] = [];
  const names = { model, where: `${setting.gpusPerReplica} × ${accelerator}` };
  checkMemory(plan, { ...setting, engineFamily: engine }, 'auto', names, readCatalog(), {
    problems,
    warnings,
  });
  if (!plan.fits) return { verdict: 'cache', warnings };
  return { verdict: problems.length > 0 ? 'context' : 'starts', warnings };
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
