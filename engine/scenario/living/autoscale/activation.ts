import { METRICS, type MetricName } from '../livingSpec.ts';
import { DURATION_EXAMPLES, parseSeconds, parseShare, type Parsed } from '../../units.ts';

/** What the activation of a metric is written as, by the kind of its target. */
export const ACTIVATION_FORMS = {
  averageValue: 'a number, such as 5',
  utilization: 'a share such as 0.05 or “5%”',
  value: DURATION_EXAMPLES,
} as const;

/** An activation in its metric's own unit, or why it is none. */
export function parseActivation(metric: MetricName, written: number | string): Parsed {
  switch (METRICS[metric]) {
    case 'averageValue':
      return typeof written === 'number' ? { value: written } : { problem: `“${written}” is not a number` };
    case 'utilization':
      return parseShare(written);
    case 'value':
      return parseSeconds(written);
  }
}

/** An activation that was checked, in its metric's own unit. Throws RangeError for one that is none. */
export function activationOf(metric: MetricName, written: number | string): number {
  const parsed = parseActivation(metric, written);
  if ('problem' in parsed) throw new RangeError(parsed.problem);
  return parsed.value;
}
