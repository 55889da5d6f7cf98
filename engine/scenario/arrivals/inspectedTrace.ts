import type { TraceSummary } from '../spec.ts';

/** A trace as the host found it. */
export interface InspectedTrace {
  readonly path: string;
  readonly summary: TraceSummary;
}
