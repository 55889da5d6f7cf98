import { commitmentProblems, coverProblems, leasedPools } from './prices/commitmentChecks.ts';
import { leaseOfPrice } from './prices/commitmentCover.ts';
import { type EncoderLookUp, encoderProblems, type ServedModel, servedModel } from './generationChecks.ts';
import { batchLevelProblems } from './arrivals/batchLevel.ts';
import { writtenHours } from './horizonHours.ts';
import { jobProblems } from './jobs/jobChecks.ts';
import { livingProblems } from './living/livingChecks.ts';
import type { PoolSurroundings } from './living/poolSurroundings.ts';
import { lawProblems } from './lengths/lawProblems.ts';
import { rateProblems } from './arrivals/rateProblems.ts';
import { suggestFrom } from './reading/nearest.ts';
import { type Period, periodProblems } from './prices/pricePeriods.ts';
import { POOL_FIELDS } from './poolSchema.ts';
import { type PlacedProblem, valueAt } from './reading/problems.ts';
import {
  type ArrivalDocument,
  type LengthDocument,
  type PoolDocument,
  scenarioSchema,
  workloadSchema,
} from './schema.ts';

const WORKLOAD = workloadSchema.shape;
const LENGTHS = ['promptTokens', 'outputTokens'] as const;
/** Below this shape the mean of a Weibull law is beyond what floats can hold (Γ of more than 101). */
const LEAST_WEIBULL_SHAPE = 0.01;
/** Mean time in a state of a Markov-modulated process: 864,000 changes a day. */
const LEAST_MEAN_SECONDS = 0.1;

/**
 * What no single field can know: names that must be there, and pairs that must agree. It reads the raw
 * document, field by field, so that a mistake in one place hides none in another; what a field's own
 * schema refuses is left to that. `isEncoder` knows the catalogue's models; without it all of them generate.
 */
export function crossChecks(raw: unknown, isEncoder: EncoderLookUp = () => false): PlacedProblem[] {
  const workloads = itemsOf(raw, 'workloads');
  const pools = itemsOf(raw, 'pools');
  const commitments = itemsOf(raw, 'commitments');
  const offers = itemsOf(raw, 'commitmentOffers');
  const poolIds = pools.map(idOf);
  const known = poolIds.includes(undefined) ? undefined : new Set(poolIds.filter((id) => id !== undefined));
  const leased =
    known &&
    leasedPools(
      pools.map((pool) => ({ id: idOf(pool) ?? '', lease: leaseOfPrice(valueAt(pool, ['price'])) })),
    );
  return [
    ...demandProblems(raw),
    ...duplicates(workloads, 'workloads'),
    ...duplicates(pools, 'pools'),
    ...duplicates(commitments, 'commitments'),
    ...duplicates(offers, 'commitmentOffers'),
    ...workloads.flatMap((workload, i) => [
      ...targetProblems(workload, known, ['workloads', i, 'target']),
      ...workloadProblems(workload, servedModel(workload, pools, isEncoder), ['workloads', i]),
    ]),
    ...pools.flatMap((pool, i) => [
      ...poolProblems(pool, ['pools', i]),
      ...livingProblems(pool, surroundings(pool, raw, workloads), ['pools', i]),
    ]),
    ...commitments.flatMap((commitment, i) => commitmentProblems(commitment, leased, ['commitments', i])),
    ...offers.flatMap((offer, i) => coverProblems(offer, leased, ['commitmentOffers', i])),
    ...periodProblems(itemsOf(valueAt(raw, ['prices']), 'rows').map(periodOf), ['prices', 'rows']),
    ...horizonProblems(raw, workloads),
    ...jobProblems(
      itemsOf(raw, 'jobs'),
      pools,
      new Set(workloads.map(idOf).filter((id) => id !== undefined)),
    ),
  ];
}

/** Somebody has to ask for something: a workload or a job. */
function demandProblems(raw: unknown): PlacedProblem[] {
  const workloads = valueAt(raw, ['workloads']);
  const isEmpty = workloads === undefined || (Array.isArray(workloads) && workloads.length === 0);
  if (!isEmpty || valueAt(raw, ['jobs']) !== undefined) return [];
  return [
    {
      path: ['workloads'],
      message:
        workloads === undefined
          ? 'is missing: it must be a list'
          : 'is empty, and there are no jobs: nobody asks for anything',
      suggestion: 'a workload, or jobs',
    },
  ];
}

function itemsOf(raw: unknown, key: string): readonly unknown[] {
  const list = valueAt(raw, [key]);
  return Array.isArray(list) ? list : [];
}

/** Of a price, as far as it can be read. */
function periodOf(row: unknown): Period & { readonly instance: unknown } {
  const day = (key: string): string | undefined => {
    const value = valueAt(row, [key]);
    return typeof value === 'string' ? value : undefined;
  };
  return { instance: valueAt(row, ['instance']), validFrom: day('validFrom'), validTo: day('validTo') };
}

function idOf(item: unknown): string | undefined {
  const id = valueAt(item, ['id']);
  return typeof id === 'string' ? id : undefined;
}

function duplicates(
  items: readonly unknown[],
  list: 'workloads' | 'pools' | 'commitments' | 'commitmentOffers',
): PlacedProblem[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const id = idOf(item);
    if (id === undefined || !seen.has(id)) {
      if (id !== undefined) seen.add(id);
      return [];
    }
    return [
      {
        path: [list, index, 'id'],
        message: `“${id}” is the id of an earlier one`,
        suggestion: 'ids must differ',
      },
    ];
  });
}

/** A pool without an id (`pools` is undefined then) may be the one that was meant, and is a problem already. */
function targetProblems(
  workload: unknown,
  pools: ReadonlySet<string> | undefined,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  const target = valueAt(workload, ['target']);
  if (typeof target !== 'string' || pools === undefined || pools.size === 0 || pools.has(target)) return [];
  return [
    { path, message: `there is no pool “${target}”`, suggestion: () => suggestFrom(target, [...pools]) },
  ];
}

function workloadProblems(
  workload: unknown,
  model: ServedModel,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  const arrivals = WORKLOAD.arrivals.safeParse(valueAt(workload, ['arrivals'])).data;
  return [
    ...LENGTHS.flatMap((key) => {
      const path = [...at, key];
      const given = valueAt(workload, [key]);
      const length = WORKLOAD[key].safeParse(given).data;
      return [
        ...(arrivals === undefined ? [] : placeOfLength(arrivals, given, key, path, model)),
        ...lengthProblems(length, path),
      ];
    }),
    ...(arrivals === undefined ? [] : arrivalProblems(arrivals, model, [...at, 'arrivals'])),
    ...(model.isEncoder === true ? encoderProblems(workload, model, at) : []),
    ...(arrivals === undefined ? [] : rateProblems(arrivals, workload, [...at, 'arrivals'])),
    ...(arrivals === undefined ? [] : batchLevelProblems(arrivals, workload, at)),
  ];
}

function placeOfLength(
  arrivals: ArrivalDocument,
  given: unknown,
  key: (typeof LENGTHS)[number],
  path: readonly PropertyKey[],
  { isEncoder }: ServedModel,
): PlacedProblem[] {
  const isTrace = 'trace' in arrivals;
  if (isTrace && given !== undefined) {
    const scale = key === 'promptTokens' ? 'promptScale' : 'outputScale';
    return [
      {
        path,
        message: 'lengths come from the trace',
        suggestion: `leave it out, or scale with arrivals.${scale}`,
      },
    ];
  }
  // Nobody knows yet whether it generates anything.
  const isNeeded = key === 'promptTokens' || isEncoder === false;
  if (!isTrace && given === undefined && isNeeded) {
    return [
      {
        path,
        message: 'is missing',
        suggestion: 'such as { lognormal: { p50: 1020, p90: 2735 } } or { fixed: 200 }',
      },
    ];
  }
  return [];
}

function arrivalProblems(
  arrivals: ArrivalDocument,
  { isEncoder }: ServedModel,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  if (!('trace' in arrivals)) return processProblems(arrivals, at);
  if (arrivals.format === 'csv' && arrivals.columns !== undefined && isEncoder === false) {
    if (arrivals.columns.outputTokens === undefined) {
      const suggestion = 'the name of the column that has the tokens of the answers';
      return [{ path: [...at, 'columns', 'outputTokens'], message: 'is missing', suggestion }];
    }
  }
  if ((arrivals.format === 'csv') === (arrivals.columns !== undefined)) return [];
  return [
    {
      path: [...at, 'columns'],
      message:
        arrivals.format === 'csv'
          ? 'is missing: format csv needs the names of its columns'
          : `format ${arrivals.format} knows its columns`,
      suggestion:
        arrivals.format === 'csv'
          ? 'such as { arrivalSeconds: time, promptTokens: prompt, outputTokens: output }'
          : 'leave columns out, or use format: csv',
    },
  ];
}

function processProblems(
  arrivals: Exclude<ArrivalDocument, { trace: string }>,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  if (arrivals.process === 'gamma' || arrivals.process === 'weibull') {
    if ((arrivals.cv === undefined) === (arrivals.shape === undefined)) {
      problems.push({
        path: [...at, 'cv'],
        message: 'give either cv or shape',
        suggestion: 'cv: 1 is a Poisson process, more is burstier',
      });
    }
  }
  if (
    arrivals.process === 'weibull' &&
    arrivals.shape !== undefined &&
    arrivals.shape < LEAST_WEIBULL_SHAPE
  ) {
    problems.push({
      path: [...at, 'shape'],
      message: `must be at least ${LEAST_WEIBULL_SHAPE} of a Weibull law, got ${arrivals.shape}`,
      suggestion: 'below it all requests come in a few bursts',
    });
  }
  if (arrivals.process === 'mmpp') problems.push(...switchingProblems(arrivals.states, at));
  if (arrivals.process === 'mmpp' && arrivals.states.every(({ ratePerSecond }) => ratePerSecond === 0)) {
    problems.push({
      path: [...at, 'states'],
      message: 'no state has a rate',
      suggestion: 'give at least one a ratePerSecond above 0',
    });
  }
  const shares = arrivals.process === 'clients' ? (arrivals.clients ?? []) : [];
  if (!Number.isFinite(shares.reduce((sum, { share }) => sum + share, 0)))
    problems.push({ path: [...at, 'clients'], message: 'the shares add up to more than can be counted' });
  if (arrivals.process === 'clients' && (arrivals.clients === undefined) === (arrivals.count === undefined)) {
    problems.push({ path: [...at, 'clients'], message: 'give either clients or count' });
  }
  if (arrivals.process !== 'batch') {
    for (const key of ['hourOfWeek', 'monthOfYear'] as const) {
      const factors = arrivals[key];
      if (!Array.isArray(factors)) continue;
      if (factors.every((factor) => factor === 0))
        problems.push({ path: [...at, key], message: 'all factors are 0' });
      if (!Number.isFinite(factors.reduce((sum, factor) => sum + factor, 0)))
        problems.push({ path: [...at, key], message: 'the factors add up to more than can be counted' });
    }
  }
  return problems;
}

/** A state has a piece of the rate to itself: so many a day are held. */
function switchingProblems(
  states: readonly { readonly ratePerSecond: number; readonly meanSeconds: number }[],
  at: readonly PropertyKey[],
): PlacedProblem[] {
  const place = [...at, 'states'];
  const requests = states.reduce((sum, state) => sum + state.ratePerSecond * state.meanSeconds, 0);
  if (!Number.isFinite(requests))
    return [{ path: place, message: 'rates and times come to more requests than can be counted' }];
  const meanSeconds = states.reduce((sum, state) => sum + state.meanSeconds / states.length, 0);
  if (states.length < 2 || meanSeconds >= LEAST_MEAN_SECONDS) return [];
  return [
    {
      path: place,
      message: `last ${meanSeconds} s on average, shorter than the ${LEAST_MEAN_SECONDS} s that can be simulated`,
      suggestion: 'longer states, or process: gamma with a cv above 1, which is bursty within any second',
    },
  ];
}

function lengthProblems(length: LengthDocument | undefined, at: readonly PropertyKey[]): PlacedProblem[] {
  if (length === undefined || typeof length === 'number') return [];
  const problems: PlacedProblem[] = [];
  if (
    'min' in length &&
    'max' in length &&
    length.min !== undefined &&
    length.max !== undefined &&
    length.min > length.max
  ) {
    problems.push({
      path: [...at, 'max'],
      message: `must be at least min (${length.min}), got ${length.max}`,
    });
  }
  return [...problems, ...lawProblems(length, at)];
}

function poolProblems(pool: unknown, at: readonly PropertyKey[]): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const batching = POOL_FIELDS.batching.safeParse(valueAt(pool, ['batching'])).data;
  const stepTime = POOL_FIELDS.stepTime.safeParse(valueAt(pool, ['stepTime'])).data;
  const { maxSequences = 0, maxBatchedTokens = Number.POSITIVE_INFINITY } = batching ?? {};
  if (maxBatchedTokens < maxSequences) {
    problems.push({
      path: [...at, 'batching', 'maxBatchedTokens'],
      message: `must be at least maxSequences (${maxSequences}), got ${maxBatchedTokens}`,
      suggestion: 'each running sequence takes a token of a step’s budget',
    });
  }
  problems.push(...ignoredProblems(pool, stepTime, at));
  const hardware = hardwareWanted(stepTime, batching);
  if (hardware === undefined || typeof pool !== 'object' || pool === null) return problems;
  for (const key of ['model', 'accelerator'] as const) {
    if (valueAt(pool, [key]) !== undefined) continue;
    problems.push({
      path: [...at, key],
      message: `is missing: ${hardware} needs it`,
      suggestion: 'give a catalogue id, or stepTime: { linear: … } with a number of kvBlocks',
    });
  }
  return problems;
}

/**
 * Only calibrated step times depend on these. Measured ones have in them how the GPUs of a replica share the model;
 * those from efficiencies take all of them as tensor-parallel.
 */
function ignoredProblems(
  pool: unknown,
  stepTime: PoolDocument['stepTime'] | undefined,
  at: readonly PropertyKey[],
): PlacedProblem[] {
  if (stepTime === undefined || stepTime === 'auto') return [];
  const [kind] = Object.keys(stepTime);
  const degrees = Object.values(POOL_FIELDS.parallel.safeParse(valueAt(pool, ['parallel'])).data ?? {});
  const ignored = [
    ...(valueAt(pool, ['speculative']) === undefined ? [] : ['speculative']),
    ...(valueAt(pool, ['cudaGraphs']) === false ? ['cudaGraphs'] : []),
    ...(kind === 'roofline' && degrees.some((degree) => degree > 1) ? ['parallel'] : []),
  ];
  return ignored.map((key) => ({
    path: [...at, key],
    message: `step times do not depend on it with stepTime: { ${kind} }`,
    suggestion: 'use stepTime: auto, or leave it out',
  }));
}

/** The key that hardware has to answer for, where there is one. */
function hardwareWanted(
  stepTime: PoolDocument['stepTime'] | undefined,
  batching: PoolDocument['batching'] | undefined,
): string | undefined {
  if (stepTime === 'auto') return 'stepTime: auto';
  if (stepTime !== undefined && 'roofline' in stepTime) return 'stepTime: { roofline }';
  return batching?.kvBlocks === 'auto' ? 'batching.kvBlocks: auto' : undefined;
}

function surroundings(pool: unknown, raw: unknown, workloads: readonly unknown[]): PoolSurroundings {
  const horizon = scenarioSchema.shape.horizon.safeParse(valueAt(raw, ['horizon'])).data;
  const hours = horizon && writtenHours(horizon);
  const served = workloads.filter((workload) => valueAt(workload, ['target']) === idOf(pool));
  return {
    startSeconds: horizon?.start,
    horizonSeconds: hours === undefined ? undefined : hours * 3600,
    arrivals: served.map((workload) => valueAt(workload, ['arrivals'])),
  };
}

function horizonProblems(raw: unknown, workloads: readonly unknown[]): PlacedProblem[] {
  const replays = workloads.some((workload) => valueAt(workload, ['arrivals', 'trace']) !== undefined);
  if (valueAt(raw, ['horizon', 'trace']) !== true || replays) return [];
  return [
    {
      path: ['horizon', 'trace'],
      message: 'no workload replays a trace',
      suggestion: 'give hours, days or months',
    },
  ];
}
