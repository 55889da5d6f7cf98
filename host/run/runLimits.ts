import { grouped } from '../../engine/finance/plainText.ts';
import { besideBatches, MOST_AT_ONCE } from '../../engine/fleet/mostInHand.ts';
import { beyondWanted } from '../../engine/scenario/living/beyondWanted.ts';
import type { PlacedProblem } from '../../engine/scenario/reading/problems.ts';
import type { ArrivalSpec, SimulationSpec } from '../../engine/scenario/spec.ts';
import { SLOT_LIMIT } from '../../engine/serving/completionHeap.ts';
import { SKETCH_BINS } from '../../engine/statistics/latencySketch.ts';
import { randomStream } from '../../engine/statistics/random.ts';
import { type WindowPlan, windowsOfReplication } from '../../engine/usage/planWindows.ts';
import { expectedArrivals } from '../../engine/workload/expectedArrivals.ts';
import { createLengthLaw } from '../../engine/workload/lengths.ts';

const HOUR = 3600;
/** From each law of lengths, to tell about how long prompts are. */
const DRAWS = 256;
const YEAR_HOURS = 8766;
const GIGABYTE = 1e9;

/** As long as a document may make a horizon itself. */
const MOST_HOURS = 480_000;
/** A trace is a log of days or weeks: one that says it is longer has another unit of time. */
const MOST_TRACE_HOURS = 3 * YEAR_HOURS;
/** Dates have four digits for the year. */
const LAST_SECOND = Date.UTC(9999, 11, 31, 23) / 1000;
/** Bytes that the results of all windows may take, and the state of one pool. */
const MOST_RESULT_BYTES = 2 * GIGABYTE;
const MOST_POOL_BYTES = GIGABYTE;
/** Requests, and steps of their prompts, that a run may simulate: a day of one core at a million a second. */
const MOST_REQUESTS = 1e11;

/**
 * What would take more than a machine has, found before anything is planned: horizon, memory of results and pools,
 * requests at one instant. With place, figures and a way out. `isOfTrace`: the horizon is as long as its longest trace.
 */
export function sizeLimitProblems(spec: SimulationSpec, isOfTrace: boolean): PlacedProblem[] {
  const horizon = horizonProblems(spec, isOfTrace);
  // What follows counts windows, of which there are as many as days.
  if (horizon.length > 0) return horizon;
  return [...memoryProblems(spec), ...poolProblems(spec), ...atOnceProblems(spec)];
}

function horizonProblems(
  { hours, startEpochSeconds, workloads }: SimulationSpec,
  isOfTrace: boolean,
): PlacedProblem[] {
  if (isOfTrace && !(hours <= MOST_TRACE_HOURS)) {
    const message = `the trace runs over ${span(hours)}, which no log does: its times seem not to be in seconds`;
    return [{ path: ['horizon', 'trace'], message, suggestion: unitSuggestion(workloads) }];
  }
  if (!(hours <= MOST_HOURS)) {
    const message = `is ${grouped(hours)} hours, more than the ${grouped(MOST_HOURS)} that can be simulated`;
    return [{ path: ['horizon'], message, suggestion: 'give fewer hours, days or months' }];
  }
  if (startEpochSeconds + hours * HOUR > LAST_SECOND)
    return [{ path: ['horizon', 'start'], message: 'the horizon must end before the year 10000' }];
  return [];
}

function span(hours: number): string {
  const years = hours / YEAR_HOURS;
  return years < 1e6 ? `${grouped(years, years < 100 ? 1 : 0)} years` : `${years.toPrecision(3)} years`;
}

function unitSuggestion(workloads: SimulationSpec['workloads']): string {
  const seconds = ({ arrivals }: SimulationSpec['workloads'][number]): number =>
    arrivals.kind === 'trace' ? arrivals.summary.lastSeconds / arrivals.rateScale : 0;
  const longest = workloads.reduce((a, b) => (seconds(a) >= seconds(b) ? a : b));
  return (
    `workloads.${longest.id}.arrivals.rateScale: 1000 for milliseconds, 1000000 for microseconds; ` +
    'or give the horizon’s hours, days or months yourself'
  );
}

/** Results are kept until they are merged, one a window, and then hour by hour in each replication. */
function memoryProblems(spec: SimulationSpec): PlacedProblem[] {
  const { hours, accounts, workloads, pools, fidelity } = spec;
  const { windows, hours: windowHours } = windowsOfReplication(spec);
  const perWindow = 1024 + 8192 * workloads.length + 24 * accounts.length * windowHours;
  const merged = hours * (64 * accounts.length + 16 * pools.length) + 32 * SKETCH_BINS * workloads.length;
  const perReplication = windows * perWindow + merged;
  const ledger = hours * 16 * (accounts.length + 3);
  // One replication is its own mean.
  const bytesOf = (replications: number): number =>
    replications * perReplication + (replications > 1 ? merged : 0) + ledger;
  const bytes = bytesOf(fidelity.replications);
  if (bytes <= MOST_RESULT_BYTES) return [];
  const possible = Math.max(
    bytesOf(1) <= MOST_RESULT_BYTES ? 1 : 0,
    Math.floor((MOST_RESULT_BYTES - merged - ledger) / perReplication),
  );
  return [
    {
      path: possible >= 1 ? ['fidelity', 'replications'] : ['horizon'],
      message:
        `${counted(fidelity.replications, 'replication')} of ${counted(windows, 'window')} with ${counted(accounts.length, 'account')} would take ` +
        `about ${grouped(bytes / GIGABYTE, 1)} GB of memory for results, more than the ${MOST_RESULT_BYTES / GIGABYTE} GB that a run may`,
      suggestion:
        possible >= 1
          ? `at most ${grouped(possible)}`
          : fidelity.mode === 'every' && windows > 1
            ? 'fidelity: { mode: sample, daysPerMonth: 2 }, or a shorter horizon'
            : 'a shorter horizon, or fewer tenants in its traces',
    },
  ];
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Each replica has room for a full batch, whether it is ever full or not. */
function poolProblems(spec: SimulationSpec): PlacedProblem[] {
  return spec.pools.flatMap(({ replicas: start, living, batching: { maxSequences, blockTokens } }, index) => {
    const replicas = start + beyondWanted(living ?? {}, start);
    const path = ['pools', index, 'replicas'];
    const room = `${grouped(replicas)} with room for ${grouped(maxSequences)} sequences each`;
    const atMost = (most: number): string =>
      `${most >= 1 ? `at most ${grouped(Math.floor(most))}, or ` : ''}a smaller batching.maxSequences`;
    const each = 128 + 12 * maxSequences + 4 * blockTokens;
    if (replicas * each > MOST_POOL_BYTES) {
      const message =
        `${room} would take ${grouped((replicas * each) / GIGABYTE, 1)} GB of memory, ` +
        `more than the ${MOST_POOL_BYTES / GIGABYTE} GB that a pool may`;
      return [{ path, message, suggestion: atMost(MOST_POOL_BYTES / each) }];
    }
    const beside = besideBatches(spec, index);
    const inHand = replicas * maxSequences + beside;
    if (inHand <= SLOT_LIMIT) return [];
    const message = `${room} could have ${grouped(inHand)} requests in hand, more than the ${grouped(SLOT_LIMIT)} that a pool may`;
    return [{ path, message, suggestion: atMost((SLOT_LIMIT - beside) / maxSequences) }];
  });
}

function atOnceProblems({ pools, workloads }: SimulationSpec): PlacedProblem[] {
  const sums = pools.map(() => 0);
  return workloads.flatMap(({ arrivals, pool }, index) => {
    if (arrivals.kind !== 'batch') return [];
    sums[pool] += arrivals.count;
    if (sums[pool] <= MOST_AT_ONCE) return [];
    return [
      {
        path: ['workloads', index, 'arrivals', 'count'],
        message: `makes ${grouped(sums[pool])} requests of batches for pool ${pools[pool].id}, more than the ${grouped(MOST_AT_ONCE)} that can be held at once`,
        suggestion: 'a part of it, or as a rate over the hours in which they may come',
      },
    ];
  });
}

/**
 * What would take too long, or be more than can be counted exactly (2^53), of what is planned: with the workload
 * that has most of it. A rate that is no number is among it.
 */
export function workLimitProblems(spec: SimulationSpec, plans: readonly WindowPlan[]): PlacedProblem[] {
  const simulated = plans.reduce((sum, { expectedRequests }) => sum + expectedRequests, 0);
  const all =
    plans.reduce((sum, plan) => sum + plan.expectedRequests * plan.standsForHours.length, 0) /
    spec.fidelity.replications;
  const isCountable = all <= Number.MAX_SAFE_INTEGER;
  // Of nothing that comes there is no share.
  if (simulated === 0) return [];
  if (isCountable && simulated <= MOST_REQUESTS) return stepProblems(spec, simulated / all);
  const whole = spec.workloads.map(({ arrivals }) => expectedArrivals(spec, arrivals, 0, spec.hours * HOUR));
  // NaN is more than anything here.
  const most = whole.reduce((best, count, index) => (count <= whole[best] ? best : index), 0);
  const { id, arrivals } = spec.workloads[most];
  const { mode, replications } = spec.fidelity;
  return [
    {
      path: ['workloads', most, 'arrivals', ...rateKey(arrivals)],
      message: isCountable
        ? `${about(simulated)} requests would have to be simulated, most of them of ${id}: more than the ${about(MOST_REQUESTS)} that a run may`
        : `${about(all)} requests would arrive, most of them of ${id}: more than can be counted`,
      suggestion: [
        'a lower rate',
        'a shorter horizon',
        ...(isCountable && replications > 1 ? ['fewer replications'] : []),
        ...(isCountable && mode === 'every' && arrivals.kind !== 'trace'
          ? ['fidelity: { mode: sample, daysPerMonth: 2 }']
          : []),
      ].join(', or '),
    },
  ];
}

/** Of a prompt that takes many steps each is simulated. `share`: how many are simulated, in all replications, of one that arrives. */
function stepProblems(spec: SimulationSpec, share: number): PlacedProblem[] {
  return spec.workloads.flatMap(({ id, arrivals, pool, promptTokens }, index) => {
    if (promptTokens === undefined) return [];
    const { batching, maxContextTokens = Number.POSITIVE_INFINITY } = spec.pools[pool];
    const { maxBatchedTokens, kvBlocks, kvGroups, blockTokens } = batching;
    const longest = Math.min(maxContextTokens, (kvBlocks * blockTokens) / (kvGroups?.full ?? 1));
    const prompts = new Int32Array(DRAWS);
    createLengthLaw(promptTokens)(randomStream(`limits/${id}/prompt`))(prompts, 0, DRAWS);
    // What is longer is rejected and takes none.
    const each =
      prompts.reduce((sum, tokens) => sum + (tokens > longest ? 0 : tokens / maxBatchedTokens), 0) / DRAWS;
    const steps = each * share * expectedArrivals(spec, arrivals, 0, spec.hours * HOUR);
    if (steps <= MOST_REQUESTS) return [];
    return [
      {
        path: ['workloads', index, 'promptTokens'],
        message: `${about(steps)} steps would have to be simulated for these prompts, more than the ${about(MOST_REQUESTS)} that a run may`,
        suggestion: `shorter prompts, or a larger batching.maxBatchedTokens of ${spec.pools[pool].id}`,
      },
    ];
  });
}

/** What of arrivals says how many there are. */
function rateKey(arrivals: ArrivalSpec): readonly string[] {
  if (arrivals.kind === 'batch') return ['count'];
  if (arrivals.kind === 'trace') return ['rateScale'];
  if (arrivals.kind === 'job') return ['items'];
  return arrivals.process.type === 'mmpp' ? [] : ['ratePerSecond'];
}

function about(count: number): string {
  if (!Number.isFinite(count)) return 'endlessly many';
  return count < 1e15 ? grouped(Number(count.toPrecision(3))) : count.toPrecision(3);
}
