import type { PoolSpec } from '../scenario/spec.ts';
import type { CompiledStepTime } from './stepTime/compiledStepTime.ts';
import { type WorkingTime, workingTime } from './stepTime/workingTime.ts';
import { widened } from './widened.ts';

/** Measures how much of their steps replicas compute or read memory; of pools alone whose energy is asked for. */
export interface WorkMeter {
  readonly working: WorkingTime;
  /** Of each replica’s step under way: prompt tokens, their attention, sequences, context. */
  steps: Float64Array;
  /** Working seconds of each hour of the window. */
  readonly hours: Float64Array;
}

/** Columns of `steps`. */
export const METER_STRIDE = 4;
export const METER_SEQUENCES = 2;
const STRIDE = METER_STRIDE;
const HOUR = 3600;

/** A meter that writes to the hours of a window. */
export function createWorkMeter(
  { stepTime, batching }: PoolSpec,
  time: CompiledStepTime,
  hours: Float64Array,
): WorkMeter {
  return {
    working: workingTime(stepTime, time, batching.maxSequences),
    steps: new Float64Array(0),
    hours,
  };
}

/** Notes what the step that replica r begins is made of. */
export function noteStep(
  meter: WorkMeter,
  r: number,
  prefill: number,
  attention: number,
  sequences: number,
  context: number,
): void {
  const at = r * STRIDE;
  if (at >= meter.steps.length) meter.steps = widened(meter.steps, 2 * (at + STRIDE));
  meter.steps[at] = prefill;
  meter.steps[at + 1] = attention;
  meter.steps[at + 2] = sequences;
  meter.steps[at + 3] = context;
}

/**
 * Books what replica r did over [start, end), seconds of the horizon, of a step or run of decode steps that takes
 * `wholeSeconds`: evenly over that time. What lies outside the window, which begins at `origin`, is not its own.
 */
export function meterStep(
  { working, steps, hours }: WorkMeter,
  r: number,
  isPrefill: boolean,
  runSteps: number,
  context: number,
  wholeSeconds: number,
  origin: number,
  start: number,
  end: number,
): void {
  const at = r * STRIDE;
  const seconds = isPrefill
    ? working.step(steps[at], steps[at + 1], steps[at + 2], steps[at + 3])
    : working.decodeRun(steps[at + 2], context, runSteps);
  const share = wholeSeconds > 0 ? Math.min(1, seconds / wholeSeconds) : 0;
  const first = Math.max(0, Math.floor((start - origin) / HOUR));
  for (let h = first; h < hours.length && h * HOUR < end - origin; h++) {
    const from = Math.max(start - origin, h * HOUR);
    const until = Math.min(end - origin, (h + 1) * HOUR);
    if (until > from) hours[h] += share * (until - from);
  }
}
