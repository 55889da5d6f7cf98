import type { Latency } from '../usage/usage.ts';
import type { Figures } from './figures.ts';
import { LATENCY_NAMES } from './plainText.ts';

/** Whether any workload of a forecast generates tokens; encoders give vectors back. */
export function isGenerating({ workloads }: Pick<Figures, 'workloads'>): boolean {
  return workloads.length === 0 || workloads.some(({ generates }) => generates !== false);
}

/** The latency that a forecast is judged by first: to the first token or, where none is generated, to the vector. */
export function leadLatency(figures: Pick<Figures, 'workloads'>): 'ttft' | 'endToEnd' {
  return isGenerating(figures) ? 'ttft' : 'endToEnd';
}

/** The 95th percentile of `leadLatency`, in seconds; null without data. */
export function leadP95(figures: Pick<Figures, 'workloads' | 'latencySeconds'>): number | null {
  return figures.latencySeconds[leadLatency(figures)].p95;
}

const TO_VECTOR = { short: 'time to vector', long: 'time to the vector' } as const;

/** A latency in words; of an encoder the end is the vector. */
export function latencyName(
  latency: Latency,
  generates: boolean,
): { readonly short: string; readonly long: string } {
  return latency === 'endToEnd' && !generates ? TO_VECTOR : LATENCY_NAMES[latency];
}

/** As `latencyName`, of a workload by its id. */
export function workloadLatencyName(
  { workloads }: Pick<Figures, 'workloads'>,
  workload: string,
  latency: Latency,
): { readonly short: string; readonly long: string } {
  return latencyName(latency, workloads.find(({ id }) => id === workload)?.generates !== false);
}
