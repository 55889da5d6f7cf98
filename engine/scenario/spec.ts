import type { JobSpec } from './jobs/jobSpec.ts';
import type { LengthLawSpec } from './lengths/lengthLawSpec.ts';
import type { LivingSpec } from './living/livingSpec.ts';

/**
 * The resolved scenario: what simulation needs, with every unit in seconds, tokens
 * and blocks, every default filled in and every catalogue id looked up. It is plain
 * data, so it crosses to workers and its hash keys stored windows.
 *
 * Money is absent on purpose: a price never re-runs a simulation.
 */

export interface SimulationSpec {
  readonly seed: number;
  /** UTC instant of the horizon's second 0, as seconds since 1970. */
  readonly startEpochSeconds: number;
  /** Whole hours of the horizon. */
  readonly hours: number;
  readonly fidelity: FidelitySpec;
  readonly workloads: readonly WorkloadSpec[];
  readonly pools: readonly PoolSpec[];
  /** (workload, tenant) pairs that requests are booked to; a trace may bring several tenants. */
  readonly accounts: readonly AccountSpec[];
}

export interface AccountSpec {
  readonly workload: number;
  readonly tenant: string;
}

export interface FidelitySpec {
  readonly mode: 'every' | 'sample';
  /** Representative days simulated per month and kind of day (`sample` only). */
  readonly daysPerMonth: number;
  readonly replications: number;
  /** `one`: no cut at midnight. Traces always force `one`. */
  readonly windows: 'days' | 'one';
}

export interface WorkloadSpec {
  readonly id: string;
  /** Index into `SimulationSpec.pools`. */
  readonly pool: number;
  readonly arrivals: ArrivalSpec;
  /** Absent for traces, whose rows bring their lengths. */
  readonly promptTokens?: LengthSpec;
  /** Absent where the pool's model is an encoder, too: it generates nothing. */
  readonly outputTokens?: LengthSpec;
  readonly slo?: SloSpec;
  /** Absent: what is turned away or lost stays so. */
  readonly retry?: RetrySpec;
}

/**
 * A client that asks again where it was turned away for want of a replica or its request was lost (`onLoss: fail`): so often at the most, the
 * k-th time `backoffSeconds` × `factor`^(k − 1) later. Its first arrival counts for its latencies.
 */
export interface RetrySpec {
  readonly times: number;
  readonly backoffSeconds: number;
  readonly factor: number;
}

/** A request is within its service level when it breaks none of the limits given. */
export interface SloSpec {
  readonly ttftSeconds?: number;
  readonly tpotSeconds?: number;
  readonly endToEndSeconds?: number;
  /** Second of the day by which a batch must be done: then `endToEndSeconds` is how long that leaves it. */
  readonly doneBySeconds?: number;
  /** Share of requests that must be within. */
  readonly percentile: number;
}

export type ArrivalSpec = SyntheticArrivalSpec | BatchArrivalSpec | TraceArrivalSpec | JobArrivalSpec;

export interface SyntheticArrivalSpec {
  readonly kind: 'synthetic';
  readonly process: ArrivalProcessSpec;
  readonly ratePerSecond: number;
  readonly rate: RateShapeSpec;
}

/** Interval laws have mean 1 in operational time; the rate is applied by time-rescaling. */
export type ArrivalProcessSpec =
  | { readonly type: 'constant' }
  | { readonly type: 'poisson' }
  | { readonly type: 'gamma'; readonly shape: number }
  | { readonly type: 'weibull'; readonly shape: number }
  /** Rates relative to `ratePerSecond`; sojourns are exponential, in real seconds. */
  | { readonly type: 'mmpp'; readonly states: readonly MmppStateSpec[] }
  /** Superposition of independent clients; `share`s sum to 1. */
  | { readonly type: 'clients'; readonly clients: readonly ClientSpec[] };

export interface MmppStateSpec {
  readonly relativeRate: number;
  readonly meanSeconds: number;
}

export interface ClientSpec {
  readonly share: number;
  readonly interval: 'gamma' | 'weibull';
  readonly shape: number;
}

export interface RateShapeSpec {
  /** 168 factors from Monday 00:00 local time, mean 1; absent = flat. */
  readonly hourOfWeek?: readonly number[];
  /** 12 factors from January, mean 1; absent = flat. */
  readonly monthOfYear?: readonly number[];
  /** Local time minus UTC. */
  readonly timeZoneOffsetSeconds: number;
  /** 0.04 = 4 % more each calendar month, compounding, from the horizon's first month. */
  readonly growthPerMonth: number;
  /** Seconds of the horizon. */
  readonly events: readonly {
    readonly startSeconds: number;
    readonly endSeconds: number;
    readonly factor: number;
  }[];
}

/** Items of a job: they arrive as fast as its pool takes them. */
export interface JobArrivalSpec extends JobSpec {
  readonly kind: 'job';
  /** Of each item; drawn by the workload's laws where absent. */
  readonly lengths?: { readonly prompt: readonly number[]; readonly output: readonly number[] };
}

/** `count` requests at one instant, every `everyDays` days. */
export interface BatchArrivalSpec {
  readonly kind: 'batch';
  readonly count: number;
  /** Second of the (UTC) day. */
  readonly atSeconds: number;
  readonly everyDays: number;
}

export const TRACE_FORMATS = ['azure-llm', 'mooncake', 'burstgpt', 'csv'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

export interface TraceArrivalSpec {
  readonly kind: 'trace';
  /** As resolved by the host; the engine hands it back to open the file. */
  readonly path: string;
  readonly format: TraceFormat;
  /** Header names, for `csv` only. */
  readonly columns?: TraceColumns | undefined;
  /** 2 = twice as fast: instants are divided by it. */
  readonly rateScale: number;
  readonly promptScale: number;
  readonly outputScale: number;
  /** Start over until the horizon is full. */
  readonly repeat: boolean;
  /** Keep the file's own clock (relative to the horizon's start for absolute stamps). */
  readonly keepClock: boolean;
  readonly maxDisorderSeconds: number;
  /** Spread each group of equal instants evenly over this many seconds; 0 = leave ties. */
  readonly spreadTiesSeconds: number;
  /** What the inspection pass found (`inspectTrace`). */
  readonly summary: TraceSummary;
  /** Account of each tenant named in the file, or the workload's single account under ''. */
  readonly accountOfTenant: Readonly<Record<string, number>>;
}

export interface TraceColumns {
  readonly arrivalSeconds: string;
  readonly promptTokens: string;
  /** May be absent where the pool's model is an encoder. */
  readonly outputTokens?: string | undefined;
  readonly tenant?: string | undefined;
  readonly session?: string | undefined;
  readonly difficulty?: string | undefined;
  readonly cachedTokens?: string | undefined;
}

export interface TraceSummary {
  readonly rows: number;
  /** Earliest and latest row, seconds before any scaling: on the file's own clock, since 1970 where it has dates. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
  readonly tenants: readonly string[];
  /** Rows left out for a documented reason (burstgpt: failed requests), by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Token counts are rounded to whole tokens, at least `min` (1), at most `max`. */
export interface LengthSpec {
  readonly law: LengthLawSpec;
  readonly min: number;
  readonly max: number;
}

export const BALANCE_POLICIES = ['round-robin', 'random', 'least-outstanding', 'power-of-two'] as const;
export type BalancePolicy = (typeof BALANCE_POLICIES)[number];

/** Whether a policy draws lots: then a run repeated with another seed is another run. */
export const DRAWS_LOTS: Readonly<Record<BalancePolicy, boolean>> = {
  'round-robin': false,
  random: true,
  'least-outstanding': false,
  'power-of-two': true,
};

export interface PoolSpec {
  readonly id: string;
  /** Of a living pool those that are ready at the horizon's start. */
  readonly replicas: number;
  /** Absent where replicas keep their number. */
  readonly living?: LivingSpec;
  readonly gpusPerReplica: number;
  readonly balance: BalancePolicy;
  readonly batching: BatchingSpec;
  readonly stepTime: StepTimeSpec;
  /** What requests pass before the engine has them; absent where there is nothing. */
  readonly frontEnd?: FrontEndSpec;
  /** The model's context window; absent where no model is given. */
  readonly maxContextTokens?: number;
  /**
   * Present where the model reads a prompt and gives a vector back: nothing is generated and no KV kept, so that a request is
   * done at the end of its prefill, and a prompt, whose tokens all see each other, is computed in one step.
   */
  readonly isEncoder?: true;
  /** Present where the document asks for the pool's energy. */
  readonly power?: PowerSpec;
}

/** What a replica draws, all of its GPUs together with their share of the server, and what the building adds. */
export interface PowerSpec {
  readonly idleWatts: number;
  readonly peakWatts: number;
  /** Power of the building per power of the machines. */
  readonly pue: number;
  /** Of the grid; absent where it is not given. */
  readonly gramsCo2PerKwh?: number;
}

/**
 * What a request passes at a replica before its engine has it, seconds: a server that takes one request after the other,
 * for requestSeconds + promptTokenSeconds · prompt tokens each, and then `latencySeconds`, which all spend side by side. A
 * request that comes at t to a front end that is free from f on reaches the engine at
 * max(t, f) + requestSeconds + promptTokenSeconds · p + latencySeconds (Lindley's recursion). A step lasts
 * `admissionSeconds` longer for each request that it takes into the batch.
 */
export interface FrontEndSpec {
  readonly requestSeconds: number;
  readonly promptTokenSeconds: number;
  readonly latencySeconds: number;
  readonly admissionSeconds: number;
}

/** What a replica takes into its batch and when, by what engines of one generation do (docs/decisions/0015-batching.md). */
export interface BatchingSpec {
  readonly policy: 'continuous' | 'static';
  /** Whether a prompt may be cut into what a step has room for. */
  readonly chunkedPrefill: boolean;
  /**
   * Whether prefills and decodes share steps. Otherwise a step prefills, where it can, or decodes. Where absent, as prompts
   * are cut. What mixes and does not cut needs `maxContextTokens` of `maxBatchedTokens` at the most.
   */
  readonly mixes?: boolean;
  /**
   * Who is admitted needs KV blocks beside all that run for its whole prompt and, of each, for this share of the output
   * still to come. Where absent, for what the step computes of it; but 0 where prompts are cut and not mixed, for a prompt
   * begun then keeps all others from decoding until it is done.
   */
  readonly reserved?: number;
  /** Full blocks of a preempted sequence can be found again until others take them; not with `kvGroups`. */
  readonly keepsPreempted?: true;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly blockTokens: number;
  /** Blocks of a replica; with `kvGroups` each is of one group of layers. */
  readonly kvBlocks: number;
  /** Present where layers with a window have blocks of their own. */
  readonly kvGroups?: KvGroupsSpec;
}

/**
 * Groups of as many layers each that draw their blocks from one pool (vLLM's hybrid KV cache manager): a sequence holds
 * `full` blocks for every `blockTokens` tokens, and `window` for those that a window of `windowTokens` still reaches.
 */
export interface KvGroupsSpec {
  readonly full: number;
  readonly window: number;
  readonly windowTokens: number;
}

/**
 * S(p, a, b, c), seconds: p prompt tokens prefilled in the step, a their attention
 * work (sum over them of the context each attends to), b sequences decoding,
 * c the context tokens those b read.
 */
export type StepTimeSpec = LinearStepTimeSpec | TableStepTimeSpec | RooflineStepTimeSpec;

export interface LinearStepTimeSpec {
  readonly kind: 'linear';
  readonly baseSeconds: number;
  readonly perPromptTokenSeconds: number;
  readonly perSequenceSeconds: number;
  readonly perContextTokenSeconds: number;
}

/**
 * Measured grids, ascending axes; piecewise linear between, last slope beyond, the first
 * value before. A mixed step lasts decode(b, c) + prefill(p) − the smaller of the two
 * curves' lowest values: both parts share one fixed cost.
 */
export interface TableStepTimeSpec {
  readonly kind: 'table';
  readonly prefill: { readonly tokens: readonly number[]; readonly seconds: readonly number[] };
  /** seconds[i][j] at sequences[i] and total context tokens contextTokens[j]. */
  readonly decode: {
    readonly sequences: readonly number[];
    readonly contextTokens: readonly number[];
    readonly seconds: readonly (readonly number[])[];
  };
}

/**
 * S = overhead + perSequence·b + perCommToken·(p + b) + max(compute, memory), where
 *
 * compute = perTokenCompute·(p + b) + perLogitCompute·b
 *         + perPrefillAttentionCompute·a + perDecodeAttentionCompute·c
 * memory  = denseWeight + expertWeight·(1 − (1 − expertShare)^(p + b))
 *         + perContextMemory·c + perAttentionMemory·a
 *
 * `max` and not a smooth mix: along a decode run it stays piecewise linear in c, so the
 * run can be jumped over exactly. With a sliding window the last two terms of each line
 * are of the layers without one, and `window` adds the same four with a capped at p·tokens
 * and c capped at b·tokens. The cap is on the sums, not sequence by sequence, so it never
 * counts less than the window layers truly read.
 *
 * With `combine: 'overlapped'` the matrix products (perTokenCompute, perLogitCompute) and the weights go
 * together as (products² + weights²)^½, and all else is added to them; a step that prefills p and decodes b
 * lasts as long as the prefill alone or, if that is longer, as the decode with `prefillShare` of p's work. With `speculation` and v, A, d, a step that only
 * decodes costs (1 + d)/A of one in which b·v tokens are computed; one that prefills, too, has its price in
 * full and emits one token a sequence.
 */
export interface RooflineStepTimeSpec {
  readonly kind: 'roofline';
  /** How compute and memory go together: the larger of the two (if left out), or as matrix products over their weights. */
  readonly combine?: 'overlapped';
  /** With `overlapped`: what a step that decodes, too, feels of the prefill in it; the rest runs while memory is read. */
  readonly prefillShare?: number;
  readonly speculation?: SpeculationSpec;
  readonly overheadSeconds: number;
  /** With `overlapped`: launching kernels one by one, while those before them compute and read. */
  readonly launchSeconds?: number;
  readonly perSequenceSeconds: number;
  /** Each token prefilled or decoded: what crosses links, and hidden states that are passed on. */
  readonly perCommTokenSeconds: number;
  readonly perTokenComputeSeconds: number;
  /** Output projection, for each decoding sequence. */
  readonly perLogitComputeSeconds: number;
  readonly perPrefillAttentionComputeSeconds: number;
  readonly perDecodeAttentionComputeSeconds: number;
  readonly denseWeightSeconds: number;
  readonly expertWeightSeconds: number;
  /** Experts per token over experts; 1 for a dense model (expertWeightSeconds is then 0). */
  readonly expertShare: number;
  readonly perContextMemorySeconds: number;
  /** A prompt's KV is read once for each tile of queries, so this is a fraction of `perContextMemorySeconds`. */
  readonly perAttentionMemorySeconds: number;
  readonly window?: RooflineWindowSpec;
}

/**
 * Speculative decoding: a decode step verifies several tokens of each sequence and keeps a mean of
 * `acceptedTokens` of them, so that the time per token is the verifying step's (and the draft's) over them.
 */
export interface SpeculationSpec {
  /** Draft tokens and the one that is always kept. */
  readonly verifiedTokens: number;
  readonly acceptedTokens: number;
  /** Drafting, as a share of the verifying step. */
  readonly draftShare: number;
}

export interface RooflineWindowSpec {
  readonly tokens: number;
  readonly perPrefillAttentionComputeSeconds: number;
  readonly perDecodeAttentionComputeSeconds: number;
  readonly perContextMemorySeconds: number;
  readonly perAttentionMemorySeconds: number;
}
