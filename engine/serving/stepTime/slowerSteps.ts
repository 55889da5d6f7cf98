import type { StepTimeSpec } from '../../scenario/spec.ts';

/** The same step time, so many times as long in every part of it. Every time of a spec is named `…Seconds`, or `seconds` in a table. */
export function slowerSteps<Steps extends StepTimeSpec>(spec: Steps, factor: number): Steps {
  return slower(spec, factor, '') as Steps;
}

function slower(part: unknown, factor: number, name: string): unknown {
  if (typeof part === 'number') return /seconds$/i.test(name) ? part * factor : part;
  if (Array.isArray(part)) return part.map((each) => slower(each, factor, name));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, slower(value, factor, key)]));
}
