import type { SimulationSpec, WorkloadSpec } from '../../scenario/spec.ts';
import { randomStream } from '../../statistics/random.ts';
import { expectedArrivals } from '../../workload/expectedArrivals.ts';
import { createLengthLaw } from '../../workload/lengths.ts';

/** What the requests of a pool ask of it, before anything is simulated. */
export interface SizeDemand {
  /** Per second, mean of the horizon; undefined where lengths are in a trace. */
  readonly work: StepWork | undefined;
  /** Requests, mean of the horizon. */
  readonly requestsPerSecond: number;
  /** The busiest hour's arrivals over the mean hour's. */
  readonly peakToMean: number;
  readonly slos: readonly SloDemand[];
}

/** The arguments of a step time, summed over a second. */
export interface StepWork {
  readonly promptTokens: number;
  readonly attention: number;
  readonly decodedTokens: number;
  readonly contextTokens: number;
}

/** The lengths that a workload's service level turns on. */
export interface SloDemand {
  readonly workload: string;
  readonly ttftSeconds?: number | undefined;
  readonly tpotSeconds?: number | undefined;
  /** Of an encoder: until its vector is there. */
  readonly vectorSeconds?: number | undefined;
  /** So many requests in a hundred have shorter prompts as must be within the limits: this long a prompt must be. */
  readonly promptTokens: number;
}

const DRAWS = 4096;
const HOUR = 3600;

/** Sums up the demand of a scenario with one pool; lengths by a fixed draw from their laws. */
export function sizeDemand(spec: SimulationSpec): SizeDemand {
  const sampled = spec.workloads.map((workload) => sampleLengths(spec, workload));
  const byHour = Array.from({ length: spec.hours }, (_, hour) =>
    arrivalsIn(spec, hour * HOUR, (hour + 1) * HOUR),
  );
  const mean = byHour.reduce((sum, arrivals) => sum + arrivals, 0) / spec.hours;
  return {
    work: sampled.every((lengths) => lengths !== undefined) ? workOf(spec, sampled) : undefined,
    requestsPerSecond: mean / HOUR,
    peakToMean: mean > 0 ? Math.max(...byHour) / mean : 1,
    slos: spec.workloads.flatMap(({ id, pool, slo }, index) => {
      const lengths = sampled[index];
      if (slo === undefined || lengths === undefined) return [];
      const sorted = Int32Array.from(lengths.prompt).sort();
      const promptTokens = sorted[Math.min(DRAWS - 1, Math.floor(slo.percentile * DRAWS))];
      const isEncoded = spec.pools[pool]?.isEncoder === true;
      return [
        {
          workload: id,
          ttftSeconds: slo.ttftSeconds,
          tpotSeconds: slo.tpotSeconds,
          vectorSeconds: isEncoded ? slo.endToEndSeconds : undefined,
          promptTokens,
        },
      ];
    }),
  };
}

interface SampledLengths {
  readonly prompt: Int32Array;
  readonly output: Int32Array;
}

function sampleLengths(
  { pools }: SimulationSpec,
  { id, pool, promptTokens, outputTokens }: WorkloadSpec,
): SampledLengths | undefined {
  const isEncoded = pools[pool]?.isEncoder === true;
  if (promptTokens === undefined || (outputTokens === undefined && !isEncoded)) return undefined;
  const prompt = new Int32Array(DRAWS);
  const output = new Int32Array(DRAWS);
  createLengthLaw(promptTokens)(randomStream(`size/${id}/prompt`))(prompt, 0, DRAWS);
  if (outputTokens !== undefined)
    createLengthLaw(outputTokens)(randomStream(`size/${id}/output`))(output, 0, DRAWS);
  return { prompt, output };
}

function workOf(spec: SimulationSpec, sampled: readonly (SampledLengths | undefined)[]): StepWork {
  const work = { promptTokens: 0, attention: 0, decodedTokens: 0, contextTokens: 0 };
  spec.workloads.forEach(({ arrivals }, index) => {
    const lengths = sampled[index];
    if (lengths === undefined) return;
    const perSecond = expectedArrivals(spec, arrivals, 0, spec.hours * HOUR) / (spec.hours * HOUR);
    const each = perSecond / DRAWS;
    for (let i = 0; i < DRAWS; i++) {
      const prompt = lengths.prompt[i];
      // The step that ends the prefill gives the first token; an encoder gives none.
      const decoded = Math.max(0, lengths.output[i] - 1);
      work.promptTokens += each * prompt;
      work.attention += (each * prompt * (prompt + 1)) / 2;
      work.decodedTokens += each * decoded;
      work.contextTokens += each * decoded * (prompt + (decoded + 1) / 2);
    }
  });
  return work;
}

function arrivalsIn(spec: SimulationSpec, from: number, to: number): number {
  return spec.workloads.reduce((sum, { arrivals }) => sum + expectedArrivals(spec, arrivals, from, to), 0);
}
