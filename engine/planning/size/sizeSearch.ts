import type { Forecast } from '../../forecast.ts';
import { paretoEdge } from './paretoEdge.ts';
import type { SizeDemand } from './sizeDemand.ts';
import { type SizeFloor, sizeFloor } from './sizeFloor.ts';
import { type SizeOption, sizeCostPerMonth } from './sizeOptions.ts';
import { type Binding, keepsPromises, whatBinds } from './sizeVerdict.ts';

/** So many replicas of an option, simulated. */
export interface SizedDeployment {
  readonly option: SizeOption;
  readonly replicas: number;
  readonly costPerMonth: number;
  readonly forecast: Forecast;
  /** Steps simulated, of all replicas. */
  readonly steps: number;
  /** What is short with one replica less, or why there can be no less. */
  readonly binding: Binding;
  /** Simulated on whole days, not on hours of them only. */
  readonly isConfirmed: boolean;
}

/** What a simulation of a deployment gave. */
export interface Simulated {
  readonly forecast: Forecast;
  readonly steps: number;
}

/** `screen`: a few hours of typical days; `confirm`: the whole of them. */
export type SizeStage = 'screen' | 'confirm';

export interface SizeSearchInput {
  readonly options: readonly SizeOption[];
  readonly demand: SizeDemand;
  /** Simulates so many replicas of an option; may run several at once. */
  simulate(option: SizeOption, replicas: number, stage: SizeStage): Promise<Simulated>;
  /** Told after each option that is done with. */
  onProgress?(progress: SizeProgress): void;
  /** Options that cost more than so many times the best are not looked into (1.5). */
  readonly span?: number;
}

export interface SizeProgress {
  readonly options: number;
  readonly done: number;
  readonly simulated: number;
  readonly bestCostPerMonth: number | undefined;
}

export interface SizeSearch {
  /** The least cost that keeps every service level; of equals the one with the lowest p95 TTFT. Undefined where none does. */
  readonly best: SizedDeployment | undefined;
  /** Cost against p95 TTFT: nothing searched is cheaper and quicker; cheapest first. */
  readonly edge: readonly SizedDeployment[];
  /** The cheapest that keeps its promises, of each accelerator, degree and precision that was looked into. */
  readonly alternatives: readonly SizedDeployment[];
  /** Options that no number of replicas makes quick enough. */
  readonly tooSlow: readonly { readonly option: SizeOption; readonly reason: string }[];
  /** Options whose least cost is above the span. */
  readonly tooDear: number;
  /** Options that were looked into, and kept no promise within the span. */
  readonly missed: number;
  /** Pairs of an option and a number of replicas that were simulated. */
  readonly simulated: number;
}

/** Options at work on at a time: fixed, so that what is pruned does not depend on the number of threads. */
const AT_A_TIME = 8;
const SPAN = 1.5;
/** Nothing that needs more is looked for. */
const MOST_REPLICAS = 100_000;

interface Candidate {
  readonly option: SizeOption;
  readonly floor: SizeFloor;
  readonly leastCost: number;
}

/**
 * Searches for the least cost that keeps every service level. For each option the least number of replicas
 * that does is found by doubling and halving (more replicas are taken never to be worse); options whose bound
 * costs more than `span` times the best so far are left out. The survivors are confirmed on whole days, cheapest
 * first, with one replica more where that shows the hours too kind.
 */
export async function sizeSearch(input: SizeSearchInput): Promise<SizeSearch> {
  const span = input.span ?? SPAN;
  const tooSlow: { option: SizeOption; reason: string }[] = [];
  const candidates = input.options.flatMap((option): Candidate[] => {
    const floor = sizeFloor(option.pool, input.demand);
    if (floor.reason !== undefined) {
      tooSlow.push({ option, reason: floor.reason });
      return [];
    }
    return [{ option, floor, leastCost: sizeCostPerMonth(option, floor.leastReplicas) }];
  });
  const likely = ({ option, floor }: Candidate) => sizeCostPerMonth(option, floor.likelyReplicas);
  candidates.sort((a, b) => likely(a) - likely(b));

  let simulated = 0;
  let tooDear = 0;
  let missed = 0;
  let best = Number.POSITIVE_INFINITY;
  const counting: SizeSearchInput['simulate'] = (option, replicas, stage) => {
    simulated++;
    return input.simulate(option, replicas, stage);
  };
  const found: SizedDeployment[] = [];
  for (let from = 0; from < candidates.length; from += AT_A_TIME) {
    const ceiling = best * span;
    const batch = candidates.slice(from, from + AT_A_TIME).filter(({ leastCost }) => {
      const isWorthIt = leastCost <= ceiling;
      if (!isWorthIt) tooDear++;
      return isWorthIt;
    });
    const sized = await Promise.all(batch.map((candidate) => leastReplicas(candidate, ceiling, counting)));
    for (const deployment of sized) {
      if (deployment === undefined) {
        missed++;
        continue;
      }
      found.push(deployment);
      best = Math.min(best, deployment.costPerMonth);
    }
    input.onProgress?.({
      options: candidates.length,
      done: Math.min(candidates.length, from + AT_A_TIME),
      simulated,
      bestCostPerMonth: Number.isFinite(best) ? best : undefined,
    });
  }

  const within = found.filter(({ costPerMonth }) => costPerMonth <= best * span);
  const deployments = await confirmEdge(within, best * span, counting);
  const edge = paretoEdge(deployments, costAndLatency);
  return {
    best: edge.at(0),
    edge,
    alternatives: cheapestOfKind(deployments),
    tooSlow,
    tooDear,
    missed,
    simulated,
  };
}

/** The least number of replicas that keeps every promise on typical hours; undefined where none up to `ceiling` does. */
async function leastReplicas(
  { option, floor }: Candidate,
  ceiling: number,
  simulate: SizeSearchInput['simulate'],
): Promise<SizedDeployment | undefined> {
  let tooFew = floor.leastReplicas - 1;
  let short: Forecast | undefined;
  let enough: (Simulated & { replicas: number }) | undefined;
  let replicas = Math.max(floor.leastReplicas, floor.likelyReplicas);
  while (enough === undefined || enough.replicas - tooFew > 1) {
    if (sizeCostPerMonth(option, replicas) > ceiling) {
      // More than this is too dear; the least that there can be may not be.
      if (enough !== undefined || sizeCostPerMonth(option, tooFew + 1) > ceiling) return undefined;
      replicas = tooFew + 1;
    }
    const simulated = await simulate(option, replicas, 'screen');
    if (keepsPromises(simulated.forecast)) enough = { replicas, ...simulated };
    else {
      tooFew = replicas;
      short = simulated.forecast;
      if (replicas >= MOST_REPLICAS) return undefined;
    }
    replicas = enough === undefined ? 2 * tooFew : Math.floor((tooFew + enough.replicas) / 2);
  }
  return {
    option,
    ...enough,
    costPerMonth: sizeCostPerMonth(option, enough.replicas),
    binding: short === undefined ? noFewer(floor) : whatBinds(short),
    isConfirmed: false,
  };
}

/** Simulates what lies on the edge on whole days, with more replicas where they are short, until all of the edge is. */
async function confirmEdge(
  deployments: readonly SizedDeployment[],
  ceiling: number,
  simulate: SizeSearchInput['simulate'],
): Promise<readonly SizedDeployment[]> {
  let all = deployments;
  for (;;) {
    const open = paretoEdge(all, costAndLatency).find(({ isConfirmed }) => !isConfirmed);
    if (open === undefined) return all;
    const firm = await confirmed(open, ceiling, simulate);
    all = all.flatMap((each) => (each !== open ? [each] : firm === undefined ? [] : [firm]));
  }
}

async function confirmed(
  { option, replicas: from, binding }: SizedDeployment,
  ceiling: number,
  simulate: SizeSearchInput['simulate'],
): Promise<SizedDeployment | undefined> {
  let short: Forecast | undefined;
  for (let replicas = from; ; replicas++) {
    const costPerMonth = sizeCostPerMonth(option, replicas);
    if (costPerMonth > ceiling) return undefined;
    const simulated = await simulate(option, replicas, 'confirm');
    if (keepsPromises(simulated.forecast)) {
      const reason = short === undefined ? binding : whatBinds(short);
      return { option, replicas, costPerMonth, ...simulated, binding: reason, isConfirmed: true };
    }
    short = simulated.forecast;
  }
}

function noFewer({ leastReplicas: least }: SizeFloor): Binding {
  return least === 1
    ? { short: 'one replica', sentence: 'there is only one' }
    : { short: 'capacity', sentence: `fewer than ${least} replicas cannot keep up with the mean demand` };
}

function costAndLatency({ costPerMonth, forecast }: SizedDeployment): readonly [number, number] {
  return [costPerMonth, forecast.latencySeconds.ttft.p95 ?? Number.POSITIVE_INFINITY];
}

function cheapestOfKind(deployments: readonly SizedDeployment[]): readonly SizedDeployment[] {
  const kinds = new Map<string, SizedDeployment>();
  for (const deployment of paretoOrder(deployments)) {
    const { accelerator, gpusPerReplica, precision } = deployment.option;
    const kind = `${accelerator} ${gpusPerReplica} ${precision}`;
    if (!kinds.has(kind)) kinds.set(kind, deployment);
  }
  return [...kinds.values()];
}

function paretoOrder(deployments: readonly SizedDeployment[]): readonly SizedDeployment[] {
  return [...deployments].sort((a, b) => {
    const [one, other] = [costAndLatency(a), costAndLatency(b)];
    return one[0] - other[0] || one[1] - other[1];
  });
}
