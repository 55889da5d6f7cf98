import { leadLatency } from '../../finance/generation.ts';
import { cheapestPrice, sizeCostPerMonth } from './paidReplicas.ts';
import { paretoEdge } from './paretoEdge.ts';
import type { RuledOut } from './ruledOut.ts';
import type { SizeDemand } from './sizeDemand.ts';
import {
  confirm,
  type DeployedOption,
  type FlooredOption,
  screen,
  type Simulated,
  type SimulateReplicas,
  type SizedDeployment,
  type SizeStage,
} from './sizedDeployment.ts';
import { sizeFloor } from './sizeFloor.ts';
import type { SizeOption } from './sizeOptions.ts';
import { keepsPromises, shortfall, whatBinds } from './sizeVerdict.ts';

export interface SizeSearchInput {
  readonly options: readonly SizeOption[];
  readonly demand: SizeDemand;
  /** Simulates so many replicas of an option; may run several at once. */
  simulate(deployment: DeployedOption, stage: SizeStage): Promise<Simulated>;
  /** Told after each option that is done with. */
  onProgress?(progress: SizeProgress): void;
  /** Options that cost more than so many times the best are not looked into (1.5). */
  readonly span?: number;
  /** Options of one name are each other's rivals: only the best of those counts for `span`. All are, where left out. */
  rivals?(option: SizeOption): string;
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
  readonly tooSlow: readonly RuledOut[];
  /** Options whose least cost, or the cost of what keeps the promises, is above the span. */
  readonly tooDear: number;
  /** Options that were looked into, and kept no promise within the span. */
  readonly missed: number;
  /** Pairs of an option and a number of replicas that were simulated. */
  readonly simulated: number;
  /** Of those that keep not every promise, the one that misses least; undefined where all do, or none was simulated. */
  readonly nearest: NearMiss | undefined;
}

/** A deployment that was simulated and does not keep its promises. */
export interface NearMiss extends Pick<SizedDeployment, 'option' | 'replicas' | 'binding'> {
  /** Share of requests of a service level. */
  readonly missing: number;
}

/** Options at work on at a time: fixed, so that what is pruned does not depend on the number of threads. */
const AT_A_TIME = 8;
const SPAN = 1.5;

interface Candidate extends FlooredOption<SizeOption> {
  readonly leastCost: number;
}

/**
 * Searches for the least cost that keeps every service level. For each option the least number of replicas that does
 * is found on a few hours; whole instances are paid, so they are filled. What is cheaper than the best of its rivals
 * so far is confirmed on more hours, with more replicas where those show the few too kind, or fewer; options whose
 * bound costs more than `span` times that best are left out. At last all of the edge of cost against latency is
 * confirmed.
 */
export async function sizeSearch(input: SizeSearchInput): Promise<SizeSearch> {
  const span = input.span ?? SPAN;
  const tooSlow: RuledOut[] = [];
  const candidates = input.options.flatMap((option): Candidate[] => {
    const floor = sizeFloor(option.pool, input.demand);
    if (floor.reason !== undefined) {
      const { accelerator, precision, layout, gpusPerReplica } = option;
      const { reason, excess } = floor;
      tooSlow.push({ accelerator, precision, layout, gpusPerReplica, reason, excess });
      return [];
    }
    return [{ option, floor, leastCost: sizeCostPerMonth(option, floor.leastReplicas) }];
  });
  const likely = ({ option, floor }: Candidate) => sizeCostPerMonth(option, floor.likelyReplicas);
  candidates.sort((a, b) => likely(a) - likely(b));

  let simulated = 0;
  let tooDear = 0;
  let missed = 0;
  const bests = new Map<string, number>();
  const rivalsOf = (option: SizeOption) => input.rivals?.(option) ?? '';
  const bestOf = (option: SizeOption) => bests.get(rivalsOf(option)) ?? Number.POSITIVE_INFINITY;
  const ceilingOf = (option: SizeOption) => bestOf(option) * span;
  let nearest: NearMiss | undefined;
  const simulate: SimulateReplicas<SizeOption> = async (option, replicas, stage) => {
    simulated++;
    const found = await input.simulate({ option, replicas, price: cheapestPrice(option, replicas) }, stage);
    const missing = shortfall(found.forecast);
    if (!keepsPromises(found.forecast) && missing < (nearest?.missing ?? Number.POSITIVE_INFINITY)) {
      nearest = { option, replicas, missing, binding: whatBinds(found.forecast) };
    }
    return found;
  };
  const found: SizedDeployment[] = [];
  for (let from = 0; from < candidates.length; from += AT_A_TIME) {
    const batch = candidates.slice(from, from + AT_A_TIME).filter(({ option, leastCost }) => {
      const isWorthIt = leastCost <= ceilingOf(option);
      if (!isWorthIt) tooDear++;
      return isWorthIt;
    });
    const screened = await Promise.all(
      batch.map((candidate) => screen(candidate, ceilingOf(candidate.option), simulate)),
    );
    for (const deployment of inOrder(screened.filter((each) => each !== undefined))) {
      const { option } = deployment;
      const isCheaper = deployment.costPerMonth < bestOf(option);
      const firm = isCheaper ? await confirm(deployment, ceilingOf(option), simulate) : deployment;
      if (firm === undefined) {
        missed++;
        continue;
      }
      found.push(firm);
      if (firm.isConfirmed) bests.set(rivalsOf(option), Math.min(bestOf(option), firm.costPerMonth));
    }
    missed += screened.filter((each) => each === undefined).length;
    input.onProgress?.({
      options: candidates.length,
      done: Math.min(candidates.length, from + AT_A_TIME),
      simulated,
      bestCostPerMonth: bests.size > 0 ? Math.min(...bests.values()) : undefined,
    });
  }

  const within = found.filter(({ option, costPerMonth }) => costPerMonth <= ceilingOf(option));
  tooDear += found.length - within.length;
  const deployments = await confirmEdge(within, ceilingOf, simulate);
  missed += within.length - deployments.length;
  const edge = paretoEdge(deployments, costAndLatency);
  return {
    best: edge.at(0),
    edge,
    alternatives: cheapestOfKind(deployments),
    tooSlow,
    tooDear,
    missed,
    simulated,
    nearest,
  };
}

/** Confirms what lies on the edge of cost against latency, until all of the edge is. */
async function confirmEdge(
  deployments: readonly SizedDeployment[],
  ceilingOf: (option: SizeOption) => number,
  simulate: SimulateReplicas<SizeOption>,
): Promise<readonly SizedDeployment[]> {
  let all = deployments;
  for (;;) {
    const open = paretoEdge(all, costAndLatency).find(({ isConfirmed }) => !isConfirmed);
    if (open === undefined) return all;
    const firm = await confirm(open, ceilingOf(open.option), simulate);
    all = all.flatMap((each) => (each !== open ? [each] : firm === undefined ? [] : [firm]));
  }
}

function costAndLatency({ costPerMonth, forecast }: SizedDeployment): readonly [number, number] {
  return [costPerMonth, forecast.latencySeconds[leadLatency(forecast)].p95 ?? Number.POSITIVE_INFINITY];
}

function cheapestOfKind(deployments: readonly SizedDeployment[]): readonly SizedDeployment[] {
  const kinds = new Map<string, SizedDeployment>();
  for (const deployment of inOrder(deployments)) {
    const { accelerator, gpusPerReplica, precision } = deployment.option;
    const kind = `${accelerator} ${gpusPerReplica} ${precision}`;
    if (!kinds.has(kind)) kinds.set(kind, deployment);
  }
  return [...kinds.values()];
}

/** Cheapest first; of equals the quickest to the first token. */
function inOrder(deployments: readonly SizedDeployment[]): readonly SizedDeployment[] {
  return [...deployments].sort((a, b) => {
    const [one, other] = [costAndLatency(a), costAndLatency(b)];
    return one[0] - other[0] || one[1] - other[1];
  });
}
