import type { RooflineStepTimeSpec, StepTimeSpec } from '../../scenario/spec.ts';
import type { CompiledStepTime } from './compiledStepTime.ts';
import { decodeRunSeconds } from './decodeRun.ts';
import { compileRoofline } from './stepTimeRoofline.ts';

/** Of steps, the seconds in which the busier of compute and memory bandwidth is in use: a step's time × the larger of their shares. */
export interface WorkingTime {
  /** Of one step that prefills; no more than the step. */
  step(p: number, attention: number, b: number, c: number): number;
  /** Of k steps with b sequences that read c context tokens in the first. */
  decodeRun(b: number, c: number, k: number): number;
}

/**
 * What the engine's own model of steps says of it: the compute and the memory term of a roofline, without what it adds to
 * them (kernels launched, links, scheduling). Efficiencies are in the terms, so that a share of 1 is what the engine
 * reaches, and not the datasheet's peak. Linear and measured step times say nothing of either: there a step counts in full.
 */
export function workingTime(spec: StepTimeSpec, time: CompiledStepTime, maxSequences: number): WorkingTime {
  if (spec.kind !== 'roofline')
    return { step: time.step, decodeRun: (b, c, k) => decodeRunSeconds(time, b, c, k) };
  const roof = compileRoofline(roofOf(spec), maxSequences);
  const share =
    spec.speculation === undefined ? 1 : (1 + spec.speculation.draftShare) / spec.speculation.acceptedTokens;
  return {
    step: (p, attention, b, c) => Math.min(roof.step(p, attention, b, c), time.step(p, attention, b, c)),
    decodeRun: (b, c, k) => share * decodeRunSeconds(roof, b, c, k),
  };
}

/**
 * The two terms alone, the larger of which is the time. A sequence that verifies v tokens is priced as v of them; of the
 * experts that they read, a prompt in the same step reads more than it does, which hardly shows beside a prompt.
 */
function roofOf({ combine: _combine, speculation, ...spec }: RooflineStepTimeSpec): RooflineStepTimeSpec {
  const verified = speculation?.verifiedTokens ?? 1;
  return {
    ...spec,
    overheadSeconds: 0,
    perSequenceSeconds: 0,
    perCommTokenSeconds: 0,
    perLogitComputeSeconds:
      spec.perLogitComputeSeconds * verified + spec.perTokenComputeSeconds * (verified - 1),
    expertShare: -Math.expm1(verified * Math.log1p(-spec.expertShare)),
  };
}
