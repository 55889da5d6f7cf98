import { type Accelerator, matrixShareOf } from '../catalog/acceleratorSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { lookUp } from '../catalog/lookUp.ts';
import type { Model } from '../catalog/modelSchema.ts';
import { type KvPrecision, PRECISIONS, type Precision } from '../catalog/precision.ts';
import { engineMemory } from '../serving/memory/engineMemory.ts';
import { planMemory } from '../serving/memory/memoryPlan.ts';
import { gpusOf, type Parallelism } from '../serving/model/parallelism.ts';
import { engineName, type ServingSituation } from '../serving/stepTime/servingSituation.ts';
import { type StepUnits, stepUnits } from '../serving/stepTime/stepUnits.ts';
import { launchSettings } from './launchSettings.ts';
import type { Measurement } from './measurement.ts';

/** A measurement whose names were found, with what a step costs there at full rates. */
export interface SituatedMeasurement {
  readonly measurement: Measurement;
  readonly situation: ServingSituation;
  readonly units: StepUnits;
  /** Replicas beside each other that share the load. */
  readonly replicas: number;
  /** What one of them is asked for, where the source says it. */
  readonly load: ReplicaLoad;
  /** Context tokens that fit one replica. */
  readonly kvTokens: number;
  /** Whether a sequence is admitted only with room for all that it may emit. */
  readonly reservesOutput: boolean;
  /** Groups of a replica that each schedule sequences of their own. */
  readonly schedulers: number;
}

/** A replica's share of what a benchmark asks of all. */
export type ReplicaLoad = Pick<Measurement, 'batch' | 'concurrency' | 'requestsPerSecond' | 'requests'>;

/** Batch limits under which benchmarks run that do not say theirs. */
const BENCHMARK_BATCHING = { maxSequences: 256, maxBatchedTokens: 8192, blockTokens: 16 };
/** A run whose memory plan leaves less did run all the same: with what it kept going, or else this share of the device. */
const LEAST_KV_SHARE = 0.02;

/** Looks up what a measurement names; a sentence where something is not known or cannot be. */
export function situate(measurement: Measurement, catalog: Catalog): SituatedMeasurement | string {
  if (measurement.problem !== undefined) return measurement.problem;
  const foundModel = lookUp(catalog, 'model', measurement.model);
  if (!foundModel.found) {
    const suggestions = withoutFormat(measurement.model, catalog) ?? foundModel.suggestions;
    return `the catalogue has no model '${measurement.model}'${didYouMean(suggestions)}`;
  }
  const foundAccelerator = lookUp(catalog, 'accelerator', measurement.accelerator);
  if (!foundAccelerator.found) {
    return `the catalogue has no accelerator '${measurement.accelerator}'${didYouMean(foundAccelerator.suggestions)}`;
  }
  const model: Model = foundModel.row;
  const accelerator: Accelerator = foundAccelerator.row;
  const precision = precisionOf(measurement.precision, model);
  if (precision === undefined)
    return `precision '${measurement.precision}' is not known: there are ${PRECISIONS.join(', ')}`;
  const { gpus, tensor, pipeline, expert, data } = measurement;
  const parallel: Parallelism = { tensor, pipeline, expert, data: data * tensor <= gpus ? data : 1 };
  const perReplica = gpusOf(parallel);
  if (!(tensor >= 1) || gpus % perReplica !== 0)
    return `${gpus} GPUs are no whole number of replicas of ${perReplica}`;
  const engine = engineName(measurement.engine, measurement.engineVersion);
  const told = launchSettings(catalog, measurement, foundModel.row.id, foundAccelerator.row.id, engine);
  const kvPrecision = kvPrecisionOf(measurement, precision);
  if (kvPrecision === undefined) return `KV cache format '${measurement.kvPrecision}' is not known`;
  const hardware = { model, accelerator, parallel, precision, kvPrecision };
  let units: StepUnits;
  try {
    units = stepUnits(hardware);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Parts without bf16 run its rows in fp16.
    units = stepUnits({ ...hardware, precision: 'fp16' });
  }
  const plan = planMemory({
    ...hardware,
    kvPrecision: saysNothing(measurement.kvPrecision) ? (told.kvPrecision ?? kvPrecision) : kvPrecision,
    gpusPerReplica: perReplica,
    batching: BENCHMARK_BATCHING,
    memory: engineMemory(catalog, { ...engine, version: told.plannedAs ?? engine.version }),
    memoryUtilization: measurement.memoryUtilization ?? told.memoryUtilization,
  });
  const least = LEAST_KV_SHARE * plan.deviceBytes;
  const isUnlike = plan.kvBytes < least && measurement.concurrency !== undefined;
  const kvBytes = isUnlike ? Number.POSITIVE_INFINITY : Math.max(plan.kvBytes, least);
  return {
    measurement,
    situation: {
      accelerator: foundAccelerator.row.id,
      matrixShare: matrixShareOf(accelerator, precision),
      model,
      precision,
      engine,
      gpus: perReplica,
      expertParallel: expert,
    },
    units,
    replicas: gpus / perReplica,
    load: loadOfReplica(measurement, gpus / perReplica),
    reservesOutput: engine.family === 'tensorrt-llm',
    schedulers: parallel.data,
    kvTokens: plan.kvBytesPerToken > 0 ? kvBytes / plan.kvBytesPerToken : Number.POSITIVE_INFINITY,
  };
}

function didYouMean(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` (did you mean ${ids.join(' or ')}?)`;
}

/** Repositories name the format of the weights, which tables give as the precision. */
const FORMAT = /[-_](fp8|fp4|nvfp4|mxfp4|int8|int4|awq|gptq|w8a8|w4a16)([-_](dynamic|block))?$/i;

function withoutFormat(model: string, catalog: Catalog): readonly string[] | undefined {
  const format = FORMAT.exec(model);
  if (format === null) return undefined;
  const found = lookUp(catalog, 'model', model.slice(0, format.index));
  return found.found ? [`${found.row.id} with precision ${format[1].toLowerCase()}`] : undefined;
}

const OTHER_PRECISIONS: Readonly<Record<string, Precision>> = {
  q4_k_m: 'int4',
  q4_0: 'int4',
  awq: 'int4',
  gptq: 'int4',
  nvfp4: 'fp4',
  q8_0: 'int8',
  bfloat16: 'bf16',
  float16: 'fp16',
  f16: 'fp16',
};

function precisionOf(text: string, model: Model): Precision | undefined {
  const lower = text.toLowerCase();
  // gpt-oss is published in MXFP4, which sources call fp4.
  if (lower === 'fp4' && model.nativePrecision === 'mxfp4') return 'mxfp4';
  if (lower === '' || lower === 'auto') return model.nativePrecision;
  return PRECISIONS.find((each) => each === lower) ?? OTHER_PRECISIONS[lower];
}

const SIXTEEN_BIT_KV = ['bf16', 'fp16', 'bfloat16', 'float16', 'f16'];

/**
 * TensorRT-LLM keeps the KV of fp8 and fp4 models in 8 bits, others in 16, unless told otherwise. What a launch script says
 * counts for the room alone: with half of the bytes to read, fits make runs of 16 bits that they have not seen late
 * (docs/decisions/0014).
 */
function kvPrecisionOf({ kvPrecision, engine }: Measurement, precision: Precision): KvPrecision | undefined {
  const lower = kvPrecision.toLowerCase();
  if (lower.startsWith('fp8')) return 'fp8';
  if (lower === 'int8' || lower === 'q8_0') return 'int8';
  if (SIXTEEN_BIT_KV.includes(lower)) return 'bf16';
  if (!saysNothing(kvPrecision)) return undefined;
  const isTensorRt = engineName(engine).family === 'tensorrt-llm';
  return isTensorRt && (precision === 'fp8' || precision === 'fp4') ? 'fp8' : 'bf16';
}

function saysNothing(kvPrecision: string): boolean {
  return ['', 'auto'].includes(kvPrecision.toLowerCase());
}

function loadOfReplica(of: Measurement, replicas: number): ReplicaLoad {
  const share = (value: number | undefined) => (value === undefined ? undefined : value / replicas);
  return {
    batch: of.batch === undefined ? undefined : Math.max(1, of.batch / replicas),
    concurrency: share(of.concurrency),
    requestsPerSecond: share(of.requestsPerSecond),
    requests: share(of.requests),
  };
}
