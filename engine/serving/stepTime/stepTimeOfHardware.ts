import {
  type Accelerator,
  attentionPeakFlops,
  linkBytesPerSecond,
  peakFlops,
} from '../../catalog/acceleratorSchema.ts';
import type { EfficiencyRow } from '../../catalog/efficiencySchema.ts';
import type { Model } from '../../catalog/modelSchema.ts';
import type { KvPrecision, Precision } from '../../catalog/precision.ts';
import type { RooflineStepTimeSpec } from '../../scenario/spec.ts';
import { expertShare, flops, kvBytesPerToken, weightBytes } from '../model/modelShape.ts';

/** Queries that a prefill attention kernel serves with one pass over a prompt's KV (FlashAttention's tile). */
const QUERY_TILE = 128;
/** Activations cross the link in 16 bits. */
const ACTIVATION_BYTES = 2;

export interface HardwareStep {
  readonly model: Model;
  readonly accelerator: Accelerator;
  /** Tensor-parallel degree. */
  readonly gpusPerReplica: number;
  readonly precision: Precision;
  readonly kvPrecision: KvPrecision;
  readonly efficiency: Omit<EfficiencyRow, 'id' | 'aliases' | 'source' | 'date'>;
}

/**
 * Step time from first principles: FLOPs over the peak, bytes over the bandwidth, two
 * ring all-reduces a layer (each GPU sends 2·(g − 1)/g of the activations), each divided
 * by the share of the datasheet that engines reach, plus fixed costs.
 * Throws RangeError for a precision that the accelerator cannot compute in.
 */
export function stepTimeOfHardware(hardware: HardwareStep): RooflineStepTimeSpec {
  const { model, accelerator, gpusPerReplica: gpus, precision, kvPrecision, efficiency } = hardware;
  const peak = peakFlops(accelerator, precision);
  if (peak === undefined) throw new RangeError(`no ${precision} on this accelerator`);
  const flopsPerSecond = peak * gpus * efficiency.computeEfficiency;
  const attentionFlopsPerSecond = attentionPeakFlops(accelerator) * gpus * efficiency.computeEfficiency;
  const gpuBytesPerSecond = accelerator.memoryBandwidthGBs * 1e9 * efficiency.memoryEfficiency;
  const work = flops(model);
  const weights = weightBytes(model, precision);
  const kv = kvBytesPerToken(model, kvPrecision, gpus);

  const allReduces = gpus > 1 ? 2 * model.layers : 0;
  const link = linkBytesPerSecond(accelerator, gpus) ?? efficiency.networkUnidirectionalGBs * 1e9;
  const ringBytesPerToken = ((2 * (gpus - 1)) / gpus) * model.hidden * ACTIVATION_BYTES;

  const { slidingWindow } = model;
  return {
    kind: 'roofline',
    overheadSeconds:
      (efficiency.stepOverheadMs +
        efficiency.perLayerOverheadMs * model.layers +
        efficiency.allReduceLatencyMs * allReduces) /
      1000,
    perSequenceSeconds: efficiency.perSequenceMs / 1000,
    perCommTokenSeconds: (allReduces * ringBytesPerToken) / (link * efficiency.linkEfficiency),
    perTokenComputeSeconds: work.perToken / flopsPerSecond,
    perLogitComputeSeconds: work.perLogit / attentionFlopsPerSecond,
    perPrefillAttentionComputeSeconds: work.prefillAttention.full / attentionFlopsPerSecond,
    perDecodeAttentionComputeSeconds: work.decodeAttention.full / attentionFlopsPerSecond,
    denseWeightSeconds: weights.dense / (gpuBytesPerSecond * gpus),
    expertWeightSeconds: weights.experts / (gpuBytesPerSecond * gpus),
    expertShare: expertShare(model),
    perContextMemorySeconds: kv.full / gpuBytesPerSecond,
    perAttentionMemorySeconds: kv.full / gpuBytesPerSecond / QUERY_TILE,
    ...(slidingWindow && {
      window: {
        tokens: slidingWindow.tokens,
        perPrefillAttentionComputeSeconds: work.prefillAttention.window / attentionFlopsPerSecond,
        perDecodeAttentionComputeSeconds: work.decodeAttention.window / attentionFlopsPerSecond,
        perContextMemorySeconds: kv.window / gpuBytesPerSecond,
        perAttentionMemorySeconds: kv.window / gpuBytesPerSecond / QUERY_TILE,
      },
    }),
  };
}
