/** Where a run stands. */
export type RunState = 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted';
