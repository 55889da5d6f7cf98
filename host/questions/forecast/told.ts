import type { Explanation } from './explain/explained.ts';

/** Where a figure is from that nobody wrote down. */
export const SIMULATION = 'simulated';
/** Where an assumption is from. */
export const SCENARIO = 'the scenario';

/** An explanation, as far as it is the figure's own. */
export type Told = Pick<Explanation, 'title' | 'value' | 'formula' | 'inputs'> &
  Partial<Pick<Explanation, 'tables' | 'notes'>>;
