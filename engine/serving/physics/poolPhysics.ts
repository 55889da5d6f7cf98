import { type Accelerator, matrixShareOf, peakFlops } from '../../catalog/acceleratorSchema.ts';
import type { Calibration } from '../../catalog/calibrationSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { EfficiencyRow } from '../../catalog/efficiencySchema.ts';
import type { ModelReference } from '../../catalog/modelOf.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision, Precision } from '../../catalog/precision.ts';
import type { StartUpSpec } from '../../scenario/living/livingSpec.ts';
import type { FrontEndSpec, KvGroupsSpec, RooflineStepTimeSpec, StepTimeSpec } from '../../scenario/spec.ts';
import { checkMemory } from './checkMemory.ts';
import { checkParallelism } from './checkParallelism.ts';
import { longestRequest } from './longestRequest.ts';
import { engineMemory } from '../memory/engineMemory.ts';
import { blocksOfLongestBatch } from '../memory/kvCapacity.ts';
import { type MemoryPlan, planMemory } from '../memory/memoryPlan.ts';
import { gpusOf, type Parallelism } from '../model/parallelism.ts';
import { longestOfStep } from '../model/batchingRules.ts';
import type { PhysicsFindings, PhysicsProblem } from './physicsProblem.ts';
import { weightBytes } from '../model/modelShape.ts';
import { checkPower } from './checkPower.ts';
import { type BatchingDocument, type PoolBatching, poolBatching } from './poolBatching.ts';
import { poolEngine } from './poolEngine.ts';
import { type FrontEndDocument, poolFrontEnd } from './poolFrontEnd.ts';
import { type Named, type NamedModel, resolveAccelerator, resolveModel } from './poolReferences.ts';
import { poolStartUp, type PoolStartUpInput } from './poolStartUp.ts';
import { RESEMBLANCE_BANDS } from './resemblanceBands.ts';
import { type EngineName, engineName, type ServingSituation } from '../stepTime/servingSituation.ts';
import { confidenceOf, type PredictionConfidence, stepCoefficients } from '../stepTime/stepCoefficients.ts';
import { measuredStepTime, type StepTimeDocument } from './measuredStepTime.ts';
import { stepTimeOfCalibration } from '../stepTime/stepTimeOfCalibration.ts';
import { stepTimeOfHardware } from '../stepTime/stepTimeOfHardware.ts';
import { stepUnits } from '../stepTime/stepUnits.ts';

/** What a pool of the document says about its hardware; the schema's `PoolDocument` satisfies it. */
export interface PoolPhysicsInput extends PoolStartUpInput {
  readonly model?: ModelReference | undefined;
  readonly accelerator?: string | Accelerator | undefined;
  readonly parallel?:
    | { readonly pipeline: number; readonly data: number; readonly expert: number }
    | undefined;
  /** Serving engine, with `@version` where it is known; `auto` where left out. */
  readonly engine?: string | undefined;
  /** The share of memory that the engine is told to take; its default where left out. */
  readonly memoryUtilization?: number | undefined;
  /** Tokens of the longest request; the model's context window where left out. */
  readonly maxModelLength?: number | undefined;
  readonly frontEnd?: FrontEndDocument | undefined;
  readonly cudaGraphs?: boolean | undefined;
  readonly speculative?:
    | { readonly draftTokens: number; readonly acceptanceLength: number; readonly draftShare: number }
    | undefined;
  /** `auto`: as published, in the 16-bit format that the accelerator has. */
  readonly precision?: Precision | 'auto' | undefined;
  /** `auto`: 16 bits. */
  readonly kvPrecision?: KvPrecision | 'auto' | undefined;
  readonly batching: BatchingDocument & { readonly kvBlocks: 'auto' | number };
  readonly stepTime: StepTimeDocument;
  readonly power?: { readonly idleWatts: number; readonly peakWatts?: number | undefined } | undefined;
}

export interface PoolPhysics {
  readonly stepTime: StepTimeSpec;
  /** What the document says, and what the engine does where it says nothing. */
  readonly batching: PoolBatching;
  readonly kvBlocks: number;
  /** Present where layers with a window have blocks of their own, and their number is planned. */
  readonly kvGroups?: KvGroupsSpec;
  /** Absent where no model is given. */
  readonly maxContextTokens?: number;
  /** Absent where requests pass none. */
  readonly frontEnd?: FrontEndSpec;
  /** Present where the model generates nothing. */
  readonly isEncoder?: true;
  /** Absent where model or accelerator is not given. */
  readonly memory?: MemoryPlan;
  /** What speaks against it, though it is no problem; absent where nothing does. */
  readonly warnings?: readonly PhysicsProblem[];
  /** How far the step times can be believed; absent where they do not come from a calibration. */
  readonly confidence?: PredictionConfidence;
  /** Of the catalogue, where the pool asks for it. */
  readonly startUp?: StartUpSpec;
  /** Of a GPU, where the catalogue has it and energy is asked for. */
  readonly tdpWatts?: number;
}

/**
 * Works out a pool's step time, KV blocks and context window from its document: looks up
 * model and accelerator, plans the memory, builds the roofline for `auto`. Reports every
 * problem it can see at once.
 */
export function poolPhysics(
  pool: PoolPhysicsInput,
  catalog: Catalog,
  calibration: Calibration,
): PoolPhysics | { readonly problems: readonly PhysicsProblem[] } {
  const findings: PhysicsFindings = { problems: [], warnings: [] };
  const { problems, warnings } = findings;
  const model = resolveModel(pool.model, catalog, problems);
  const accelerator = resolveAccelerator(pool.accelerator, catalog, problems);
  requireHardware(pool, problems);

  const measured = measuredStepTime(pool.stepTime, problems);
  const parallel = parallelismOf(pool, problems);
  if (model) checkParallelism(model, parallel, engineOf(pool)?.family, problems);
  const isEncoder = model?.value.kind === 'encoder';
  if (isEncoder && pool.speculative !== undefined) {
    problems.push({
      path: ['speculative'],
      message: `${model.name} is an encoder: it generates no tokens that could be drafted`,
      suggestion: 'leave it out',
    });
  }

  const { kvBlocks: wantedBlocks } = pool.batching;
  const batching = poolBatching(pool.batching, catalog, {
    engine: engineOf(pool),
    accelerator,
    longest: pool.maxModelLength ?? model?.value.maxContext,
    isEncoder,
  });
  const longest = longestRequest(pool, model, longestOfStep(batching), problems);
  const startUp = poolStartUp(
    pool,
    model && bytesOf(model.value, accelerator?.value, pool),
    catalog,
    problems,
  );
  const tdpWatts = pool.power && accelerator?.value.tdpWatts;
  if (pool.power) checkPower(pool.power, pool.gpusPerReplica, accelerator, problems);
  let hardware: ReturnType<typeof planHardware> | undefined;
  if (model && accelerator)
    hardware = planHardware(pool, batching, parallel, model, accelerator, catalog, calibration, findings);
  const stepTime = measured ?? hardware?.stepTime;
  const kvBlocks = isEncoder
    ? blocksOfLongestBatch(model.value, batching)
    : wantedBlocks === 'auto'
      ? hardware?.memory.kvBlocks
      : wantedBlocks;
  const frontEnd = poolFrontEnd(pool.frontEnd, catalog, engineOf(pool), pool.stepTime !== 'auto');
  // A number in the document is of blocks that all layers share.
  const windows = wantedBlocks === 'auto' ? hardware?.memory.windows : undefined;
  if (problems.length > 0 || stepTime === undefined || kvBlocks === undefined) return { problems };
  return {
    stepTime,
    batching,
    kvBlocks,
    ...(windows && { kvGroups: windows.kvGroups }),
    ...(longest !== undefined && { maxContextTokens: longest }),
    ...(frontEnd && { frontEnd }),
    ...(isEncoder && { isEncoder }),
    ...(hardware && { memory: hardware.memory }),
    ...(warnings.length > 0 && { warnings }),
    ...(hardware?.confidence && { confidence: hardware.confidence }),
    ...(startUp && { startUp }),
    ...(tdpWatts !== undefined && { tdpWatts }),
  };
}

/** Bytes of a model's weights in the format in which a pool has them. */
function bytesOf(
  model: Model,
  accelerator: Accelerator | undefined,
  { precision = 'auto' }: PoolPhysicsInput,
): number {
  const asPublished = precision === 'auto' ? model.nativePrecision : precision;
  return weightBytes(model, accelerator ? choosePrecision(precision, model, accelerator) : asPublished).total;
}

/** `auto` needs both model and accelerator; says so for each that is missing. */
function requireHardware(pool: PoolPhysicsInput, problems: PhysicsProblem[]): void {
  const wants: string[] = [];
  if (pool.stepTime === 'auto') wants.push('stepTime: auto');
  else if ('roofline' in pool.stepTime) wants.push('stepTime: { roofline }');
  if (pool.batching.kvBlocks === 'auto') wants.push('kvBlocks: auto');
  if (wants.length === 0) return;
  for (const key of ['model', 'accelerator'] as const) {
    if (pool[key] !== undefined) continue;
    const message = `${wants.join(' and ')} cannot be worked out without ${key === 'model' ? 'a model' : 'an accelerator'}`;
    const suggestion = `name one of the catalogue, or give linear step times and a number of kvBlocks`;
    problems.push({ path: [key], message, suggestion });
  }
}

function planHardware(
  pool: PoolPhysicsInput,
  batching: PoolBatching,
  parallel: Parallelism,
  model: NamedModel,
  accelerator: Named<Accelerator>,
  catalog: Catalog,
  calibration: Calibration,
  findings: PhysicsFindings,
) {
  const { gpusPerReplica } = pool;
  const { problems } = findings;
  const overrides =
    typeof pool.stepTime === 'object' && 'roofline' in pool.stepTime ? pool.stepTime.roofline : {};
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const efficiency: EfficiencyRow = { ...catalog.efficiencies[0], ...given };
  const kvPrecision =
    pool.kvPrecision === undefined || pool.kvPrecision === 'auto' ? 'bf16' : pool.kvPrecision;
  const precision = choosePrecision(pool.precision, model.value, accelerator.value);
  if (peakFlops(accelerator.value, precision) === undefined) {
    const message = `${accelerator.name} cannot compute in ${precision}`;
    problems.push({ path: ['precision'], message, suggestion: 'use fp16' });
    return undefined;
  }
  const input = {
    engineFamily: engineOf(pool)?.family,
    model: model.value,
    accelerator: accelerator.value,
    gpusPerReplica,
    parallel,
    precision,
    kvPrecision,
    batching,
    efficiency,
    memory: engineMemory(catalog, engineOf(pool)),
    memoryUtilization: pool.memoryUtilization,
    maxModelLength: pool.maxModelLength,
    cudaGraphs: pool.cudaGraphs,
  };
  const memory = planMemory(input);
  const names = { model: model.name, where: `${gpusPerReplica} × ${accelerator.name}` };
  checkMemory(memory, input, pool.batching.kvBlocks, names, catalog, findings);
  if (pool.stepTime !== 'auto') {
    return { memory, stepTime: stepTimeOfHardware(input), confidence: undefined };
  }
  const situation: ServingSituation = {
    accelerator: accelerator.name,
    matrixShare: matrixShareOf(accelerator.value, precision),
    model: model.value,
    precision,
    engine: poolEngine(pool, catalog, calibration, problems),
    gpus: gpusOf(parallel),
    expertParallel: parallel.expert,
  };
  const stepTime = stepTimeOfCalibration(stepUnits(input), stepCoefficients(calibration, situation));
  return {
    memory,
    stepTime: withEngineOptions(stepTime, model.value.layers, pool),
    confidence: resembling(confidenceOf(calibration, situation), model),
  };
}

/** A borrowed shape adds its own error to that of the step times; the two have nothing to do with each other. */
function resembling(
  confidence: PredictionConfidence,
  { value, resembles }: NamedModel,
): PredictionConfidence {
  if (resembles === undefined) return confidence;
  const own = RESEMBLANCE_BANDS[value.experts === undefined ? 'dense' : 'mixture'];
  const { central, wide } = confidence.band;
  return {
    ...confidence,
    band: { central: Math.hypot(central, own.central), wide: Math.hypot(wide, own.wide) },
    resembles,
  };
}

/**
 * Eager engines launch the kernels of a layer one by one, while the GPU works on those before: as fitted to the engine
 * of 2023 that had no graphs (Splitwise's runs: 45 ms a step on 8 A100, whatever the batch).
 */
const EAGER_LAYER_SECONDS = 450e-6;

function withEngineOptions(
  spec: RooflineStepTimeSpec,
  layers: number,
  { cudaGraphs, speculative }: PoolPhysicsInput,
): RooflineStepTimeSpec {
  return {
    ...spec,
    ...(cudaGraphs === false && {
      launchSeconds: Math.max(spec.launchSeconds ?? 0, layers * EAGER_LAYER_SECONDS),
    }),
    ...(speculative && {
      speculation: {
        verifiedTokens: speculative.draftTokens + 1,
        acceptedTokens: speculative.acceptanceLength,
        draftShare: speculative.draftShare,
      },
    }),
  };
}

function parallelismOf(pool: PoolPhysicsInput, problems: PhysicsProblem[]): Parallelism {
  const { pipeline, data, expert } = pool.parallel ?? { pipeline: 1, data: 1, expert: 1 };
  const { gpusPerReplica: gpus } = pool;
  const isWhole = gpus % (pipeline * data) === 0;
  if (!isWhole) {
    problems.push({
      path: ['parallel'],
      message: `${gpus} GPUs are not divided by pipeline ${pipeline} × data ${data}`,
      suggestion: `gpusPerReplica is the product of all degrees, such as ${pipeline * data}`,
    });
  }
  if (speculatesTooMuch(pool)) {
    problems.push({
      path: ['speculative', 'acceptanceLength'],
      message: `cannot exceed draftTokens + 1 (${(pool.speculative?.draftTokens ?? 0) + 1})`,
    });
  }
  return { tensor: isWhole ? gpus / (pipeline * data) : 1, pipeline, data, expert };
}

function speculatesTooMuch({ speculative }: PoolPhysicsInput): boolean {
  return speculative !== undefined && speculative.acceptanceLength > speculative.draftTokens + 1;
}

/** The engine that a pool names; undefined for `auto`. */
function engineOf({ engine = 'auto' }: PoolPhysicsInput): EngineName | undefined {
  return engine.toLowerCase() === 'auto' ? undefined : engineName(engine);
}

/** What is wanted, or `auto`: as the model is published, in fp16 on a part without bf16. */
export function choosePrecision(
  wanted: PoolPhysicsInput['precision'],
  model: Model,
  accelerator: Accelerator,
): Precision {
  if (wanted !== undefined && wanted !== 'auto') return wanted;
  return model.nativePrecision === 'bf16' && accelerator.denseTflops.bf16 === undefined
    ? 'fp16'
    : model.nativePrecision;
}
