import type { RooflineStepTimeSpec } from '../scenario/spec.ts';
import type { StepCoefficients } from './stepCoefficients.ts';
import type { StepUnits } from './stepUnits.ts';

/**
 * The step time of fitted coefficients: the sum of STEP_TERMS, each times its coefficient, but for matrix
 * products, which run while their weights are read: the root of the squares of the two. Neither depends on
 * the context, so that a decode run stays linear in it and can be jumped over exactly. No coefficient of a term that a
 * datasheet bounds is below 1, so that no step beats the silicon.
 */
export function stepTimeOfCalibration(units: StepUnits, theta: StepCoefficients): RooflineStepTimeSpec {
  const [stepMs, layer, sequence, compute, attention, weights, kv, allReduce, link, experts, share] = theta;
  return {
    kind: 'roofline',
    combine: 'overlapped',
    // What is felt of a prefill is still no less than its FLOPs at the full peak.
    prefillShare: Math.min(1, Math.max(share, 1 / compute, 1 / attention)),
    overheadSeconds: stepMs * units.step + layer * units.layers + allReduce * units.allReduces,
    perSequenceSeconds: sequence * units.sequence,
    perCommTokenSeconds: link * units.linkToken,
    perTokenComputeSeconds: compute * units.tokenCompute,
    perLogitComputeSeconds: compute * units.logitCompute,
    perPrefillAttentionComputeSeconds: attention * units.attention.full,
    perDecodeAttentionComputeSeconds: 0,
    denseWeightSeconds: weights * units.weights,
    expertWeightSeconds: experts * units.experts,
    expertShare: units.expertShare,
    perContextMemorySeconds: kv * units.kv.full,
    perAttentionMemorySeconds: 0,
    ...(units.windowTokens > 0 && {
      window: {
        tokens: units.windowTokens,
        perPrefillAttentionComputeSeconds: attention * units.attention.window,
        perDecodeAttentionComputeSeconds: 0,
        perContextMemorySeconds: kv * units.kv.window,
        perAttentionMemorySeconds: 0,
      },
    }),
  };
}
