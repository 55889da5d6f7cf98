import type { RooflineStepTimeSpec } from '../../scenario/spec.ts';

/** The same step time, so many times as long in every part of it. Every time of a spec is named `…Seconds`. */
export function slowerSteps(spec: RooflineStepTimeSpec, factor: number): RooflineStepTimeSpec {
  const { window } = spec;
  return { ...scaled(spec, factor), ...(window && { window: scaled(window, factor) }) };
}

function scaled<Times extends object>(times: Times, factor: number): Times {
  const entries = Object.entries(times).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'number' && name.endsWith('Seconds') ? value * factor : value,
  ]);
  return Object.fromEntries(entries) as Times;
}
