import type { MatrixShare } from '../../catalog/acceleratorSchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { Precision } from '../../catalog/precision.ts';
import { expertShare, weightBytes } from '../model/modelShape.ts';

/** A serving engine as benchmarks and pools name it; the family decides what is shared between versions. */
export interface EngineName {
  readonly family: string;
  /** Empty where it is not known. */
  readonly version: string;
}

/** What step times depend on besides the batch. */
export interface ServingSituation {
  /** Catalogue id, or the name of one described inline. */
  readonly accelerator: string;
  /** What matrix products alone reach on it at `precision`. */
  readonly matrixShare: MatrixShare;
  readonly model: Model;
  readonly precision: Precision;
  readonly engine: EngineName;
  /** GPUs of a replica. */
  readonly gpus: number;
  /** How many of them share the experts whole instead of slicing each; 1 without. */
  readonly expertParallel: number;
}

const FAMILIES: readonly (readonly [string, string])[] = [
  ['splitwise', 'vllm-2023'],
  ['tensorrt', 'tensorrt-llm'],
  ['trt', 'tensorrt-llm'],
  ['sglang', 'sglang'],
  ['vllm', 'vllm'],
  ['lmdeploy', 'lmdeploy'],
  ['turbomind', 'lmdeploy'],
  ['fastertransformer', 'fastertransformer'],
  ['llama.cpp', 'llama.cpp'],
  ['neuronx', 'neuronx'],
  ['habana', 'habana'],
];

/** `vLLM`, `TensorRT-LLM+Triton`, `vllm@0.19.0`: the family that its efficiencies are kept under, and the version. */
export function engineName(name: string, version = ''): EngineName {
  const [bare, after] = name.split('@');
  const lower = bare.toLowerCase();
  const family = FAMILIES.find(([part]) => lower.includes(part))?.[1] ?? lower.replaceAll(/\s+/g, '-');
  return { family, version: version === '' ? (after ?? '') : version };
}

/** What is served with where nothing is said, by the accelerator's maker; on NVIDIA the fastest of those measured. */
const NATURAL_ENGINES: Readonly<Record<string, string>> = {
  NVIDIA: 'tensorrt-llm',
  AMD: 'vllm',
  Google: 'vllm',
  AWS: 'neuronx',
  Intel: 'habana',
};

/** The engine that `auto` is on an accelerator of this maker; as on NVIDIA where that is not known. */
export function naturalEngine(vendor = 'NVIDIA'): string {
  return NATURAL_ENGINES[vendor] ?? 'vllm';
}

/** Models of one architecture share a key, whatever their names, vocabulary and training. */
export function architectureKey(model: Model): string {
  const { layers, hidden, heads, kvHeads, ffn, experts } = model;
  const routed = experts ? `-e${experts.count}/${experts.perToken}x${experts.ffn}` : '';
  return `${layers}x${hidden}-h${heads}/${kvHeads}-f${ffn}${routed}`;
}

/** What a calibration counts its points by. */
export function pairKey({ accelerator, model }: Pick<ServingSituation, 'accelerator' | 'model'>): string {
  return `${accelerator}|${architectureKey(model)}`;
}

/** The levels of `effectKeys`: those that pairs share, widest first, and those that are a pair's own. */
export const SHARED_LEVELS = [
  'kind',
  'engine',
  'engineKind',
  'version',
  'accelerator',
  'acceleratorKind',
  'precision',
  'acceleratorPrecision',
] as const;
export type SharedLevel = (typeof SHARED_LEVELS)[number];
export const OWN_LEVELS = ['pairEngine', 'setup'] as const;
export type OwnLevel = (typeof OWN_LEVELS)[number];

/**
 * The `level|key`s whose deviations add up for a situation, from what it shares with many to what is its own.
 * An engine whose version is not said has a key of its own: such runs are recent ones. The two 16-bit formats are
 * one, but for a pair's own.
 */
export function effectKeys(situation: ServingSituation): readonly string[] {
  const { accelerator, model, precision, engine, gpus, expertParallel } = situation;
  const format = precision === 'fp16' ? 'bf16' : precision;
  const kind = model.experts ? 'mixture' : model.kind === 'encoder' ? 'encoder' : 'dense';
  const pair = pairKey(situation);
  const versioned = `${engine.family}@${engine.version}`;
  return [
    `kind|${kind}`,
    `engine|${engine.family}`,
    `engineKind|${engine.family}|${kind}`,
    `version|${versioned}|${kind}`,
    `accelerator|${accelerator}`,
    `acceleratorKind|${accelerator}|${kind}`,
    `precision|${format}`,
    `acceleratorPrecision|${accelerator}|${format}`,
    `pairEngine|${pair}|${precision}|${engine.family}`,
    `setup|${pair}|${precision}|${versioned}|${gpus}|${expertParallel}`,
  ];
}

/**
 * Covariates of STEP_SLOPES: the logarithm of the weight bytes that a token passes in a layer on one GPU, over
 * 100 MB (small matrices reach a smaller share of the peak), the same for mixtures alone, that of the queries
 * sharing a KV head, the GPUs (base 2), and how much longer than by its datasheet the accelerator's matrix products
 * take by themselves, computing and reading.
 */
export function covariates(situation: ServingSituation): readonly number[] {
  const { model, precision, gpus, matrixShare } = situation;
  const bytes = weightBytes(model, precision);
  const perLayer = (bytes.dense + bytes.experts * expertShare(model)) / model.layers / gpus;
  const size = Math.log(perLayer / 1e8);
  const grouped = model.latentAttention || model.kind === 'encoder' ? 1 : model.heads / model.kvHeads;
  return [
    size,
    model.experts ? size : 0,
    Math.log(grouped),
    Math.log2(gpus),
    -Math.log(matrixShare.compute),
    -Math.log(matrixShare.stream),
  ];
}
