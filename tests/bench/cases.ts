import type { LivingSpec } from '../../engine/scenario/living/livingSpec.ts';
import type { SimulationSpec, StepTimeSpec } from '../../engine/scenario/spec.ts';
import { poolPhysics } from '../../engine/serving/physics/poolPhysics.ts';
import { shippedCalibration } from '../../host/files/calibrationFile.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';

/** A case of the benchmark: the chat workload of the design, varied. */
export interface BenchCase {
  readonly name: string;
  readonly requests: number;
  readonly replicas: number;
  /** Output lengths are multiplied by this, and the rate is divided by it: the load stays the same. */
  readonly outputScale: number;
  readonly kvBlocks: number;
  readonly chunkedPrefill: boolean;
  readonly balance: 'least-outstanding' | 'round-robin' | 'power-of-two';
  /** `calibrated`: of llama-3.1-70b on 8 × H100, as `stepTime: auto` has it; else a line. */
  readonly stepTime: 'line' | 'calibrated';
  /** The load swings over the day, and an autoscaler follows it from a quarter of the replicas to twice as many. */
  readonly isLiving?: boolean;
  /** All replicas but a quarter are spot, of which half are taken away within eight hours, else on demand; and some fail. */
  readonly isOnSpot?: boolean;
}

const chat: BenchCase = {
  name: 'chat',
  requests: 1_000_000,
  replicas: 8,
  outputScale: 1,
  kvBlocks: 30_000,
  chunkedPrefill: true,
  balance: 'least-outstanding',
  stepTime: 'line',
};

export const CASES: readonly BenchCase[] = [
  chat,
  { ...chat, name: 'calibrated', stepTime: 'calibrated' },
  { ...chat, name: 'output-x10', outputScale: 10 },
  { ...chat, name: 'output-x10-80-replicas', replicas: 80, outputScale: 10 },
  { ...chat, name: '512-replicas', requests: 2_000_000, replicas: 512 },
  { ...chat, name: '20-million', requests: 20_000_000 },
  { ...chat, name: 'little-kv', kvBlocks: 1_500 },
  { ...chat, name: 'unchunked', chunkedPrefill: false },
  { ...chat, name: 'round-robin', balance: 'round-robin' },
  { ...chat, name: 'power-of-two', balance: 'power-of-two' },
  { ...chat, name: 'living-8-to-64', requests: 6_000_000, replicas: 32, isLiving: true },
  { ...chat, name: 'spot-8-to-64', requests: 6_000_000, replicas: 32, isLiving: true, isOnSpot: true },
];

const Z90 = 1.2815515655446004;

const LINE: StepTimeSpec = {
  kind: 'linear',
  baseSeconds: 0.018,
  perPromptTokenSeconds: 0.00006,
  perSequenceSeconds: 0.00006,
  perContextTokenSeconds: 0.000000022,
};

/** From a fifth of the mean at night to nearly twice at noon. */
const SWINGING = Array.from({ length: 168 }, (_, hour) => 1 - 0.8 * Math.cos((hour * 2 * Math.PI) / 24));

/** Kubernetes' autoscaler as it comes, on requests in hand: at 12 a replica it has 8 to 64 of them over a day. */
function following({ replicas }: BenchCase): LivingSpec {
  const stage = (value: number) => ({ type: 'fixed' as const, value });
  return {
    controller: {
      kind: 'hpa',
      min: replicas / 4,
      max: replicas * 2,
      metrics: [{ metric: 'outstanding', target: 12, per: 'pods', windowSeconds: 60 }],
      syncSeconds: 15,
      metricDelaySeconds: 0,
      toleranceUp: 0.1,
      toleranceDown: 0.1,
      downscaleStabilizationSeconds: 300,
    },
    startUp: {
      provision: stage(30),
      boot: stage(60),
      image: stage(60),
      weights: stage(60),
      warmUp: stage(30),
    },
    drainSeconds: 300,
    releaseSeconds: 0,
    queueSeconds: Number.POSITIVE_INFINITY,
    onLoss: 'retry',
  };
}

function calibrated({ kvBlocks }: BenchCase): StepTimeSpec {
  const physics = poolPhysics(
    {
      model: 'llama-3.1-70b',
      accelerator: 'h100-sxm-80gb',
      gpusPerReplica: 8,
      batching: { maxSequences: 256, maxBatchedTokens: 2048, blockTokens: 16, kvBlocks },
      stepTime: 'auto',
    },
    readCatalog(),
    shippedCalibration(),
  );
  if ('problems' in physics) throw new Error(JSON.stringify(physics.problems));
  return physics.stepTime;
}

/** Chat at 30 requests/s on 8 replicas, or at the same load on others: prompts p50 1020 / p90 2735, outputs p50 129 / p90 424. */
export function caseSpec(bench: BenchCase): SimulationSpec {
  const lognormal = (p50: number, p90: number, max: number) => ({
    law: { type: 'lognormal' as const, mu: Math.log(p50), sigma: Math.log(p90 / p50) / Z90 },
    min: 1,
    max,
  });
  const ratePerSecond = (30 * bench.replicas) / (8 * bench.outputScale);
  const { outputScale } = bench;
  return {
    seed: 1,
    startEpochSeconds: Date.UTC(2026, 0, 5) / 1000,
    hours: Math.ceil(bench.requests / ratePerSecond / 3600),
    fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'one' },
    workloads: [
      {
        id: 'chat',
        pool: 0,
        arrivals: {
          kind: 'synthetic',
          process: { type: 'poisson' },
          ratePerSecond,
          rate: {
            timeZoneOffsetSeconds: 0,
            growthPerMonth: 0,
            events: [],
            ...(bench.isLiving === true && { hourOfWeek: SWINGING }),
          },
        },
        promptTokens: lognormal(1020, 2735, 8192),
        outputTokens: lognormal(129 * outputScale, 424 * outputScale, 1000 * outputScale),
        slo: { ttftSeconds: 1, tpotSeconds: 0.05, percentile: 0.95 },
      },
    ],
    pools: [
      {
        id: 'pool',
        replicas: bench.replicas,
        gpusPerReplica: 8,
        balance: bench.balance,
        batching: {
          policy: 'continuous',
          chunkedPrefill: bench.chunkedPrefill,
          maxSequences: 256,
          maxBatchedTokens: 2048,
          blockTokens: 16,
          kvBlocks: bench.kvBlocks,
        },
        stepTime: bench.stepTime === 'line' ? LINE : calibrated(bench),
        ...(bench.isLiving === true && {
          living: { ...following(bench), ...(bench.isOnSpot === true && vanishing(bench)) },
        }),
      },
    ],
    accounts: [{ workload: 0, tenant: 'chat' }],
  };
}

/** Spot by lives, a quarter of a zone at once, with fallback; and a failure in a replica's 500 hours. */
function vanishing({ replicas }: BenchCase): Pick<LivingSpec, 'spot' | 'failures'> {
  return {
    spot: {
      onDemandReplicas: replicas / 4,
      noticeSeconds: 120,
      supply: { kind: 'lives', life: { type: 'exponential', mean: 12 * 3600 }, together: 0.25, zones: 3 },
      returnAfterSeconds: 1800,
    },
    failures: { repairSeconds: { type: 'fixed', value: 7200 }, at: [], meanSeconds: 500 * 3600 },
  };
}
