import type { RooflineStepTimeSpec } from '../../scenario/spec.ts';
import type { StepCoefficients } from './stepCoefficients.ts';
import { type StepUnits, TERM } from './stepUnits.ts';

/**
 * The step time of fitted coefficients: the sum of STEP_TERMS, each times its coefficient, but for matrix
 * products, the reading of their weights and the launching of kernels, which go on at the same time: the root of
 * their squares. None of these depends on the context, so that a decode run stays linear in it and can be jumped over
 * exactly. No coefficient of a term that a datasheet bounds is below 1, so that no step beats the silicon.
 */
export function stepTimeOfCalibration(units: StepUnits, theta: StepCoefficients): RooflineStepTimeSpec {
  const compute = theta[TERM.compute];
  const expertCompute = theta[TERM.expertCompute];
  const attention = theta[TERM.attention];
  const kv = theta[TERM.kv];
  const products = units.expertCompute > 0 ? Math.min(compute, expertCompute) : compute;
  return {
    kind: 'roofline',
    combine: 'overlapped',
    // What is felt of a prefill is still no less than its FLOPs at the full peak.
    prefillShare: Math.min(1, Math.max(theta[TERM.interference], 1 / products, 1 / attention)),
    overheadSeconds:
      theta[TERM.stepMs] * units.step +
      theta[TERM.layer] * units.layers +
      theta[TERM.allReduce] * units.allReduces,
    launchSeconds: theta[TERM.launch] * units.layers,
    perSequenceSeconds: theta[TERM.sequence] * units.sequence,
    perCommTokenSeconds:
      theta[TERM.link] * units.linkToken +
      theta[TERM.activations] * units.activationToken +
      theta[TERM.routing] * units.routingToken,
    perTokenComputeSeconds: compute * units.tokenCompute + expertCompute * units.expertCompute,
    perLogitComputeSeconds: compute * units.logitCompute,
    perPrefillAttentionComputeSeconds: attention * units.attention.full,
    perDecodeAttentionComputeSeconds: 0,
    denseWeightSeconds: theta[TERM.weights] * units.weights,
    expertWeightSeconds: theta[TERM.experts] * units.experts,
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
