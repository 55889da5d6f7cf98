import type { Forecast } from '../../forecast.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { leastReplicas, type ReplicaRange } from './leastReplicas.ts';
import { cheapestPrice, fewerReplicas, sizeCostPerMonth } from './paidReplicas.ts';
import type { ReplicaOption } from './replicaOption.ts';
import type { SizeFloor } from './sizeFloor.ts';
import type { SizeOption } from './sizeOptions.ts';
import { type Binding, whatBinds } from './sizeVerdict.ts';

/** So many replicas of an option, simulated. */
export interface SizedDeployment<Option extends ReplicaOption = SizeOption> {
  readonly option: Option;
  readonly replicas: number;
  /** Fewer are known not to do, by the step time alone. */
  readonly least: number;
  /** The most that less money pays: these bind. 0 where there is no less. */
  readonly fewer: number;
  readonly price: PoolPrice;
  readonly costPerMonth: number;
  readonly forecast: Forecast;
  /** Steps simulated, of all replicas. */
  readonly steps: number;
  /** What is short with `fewer`, or why there can be no less. */
  readonly binding: Binding;
  /** Simulated on the hours of `confirm`. */
  readonly isConfirmed: boolean;
}

/** What a simulation of a deployment gave. */
export interface Simulated {
  readonly forecast: Forecast;
  readonly steps: number;
}

/** So many replicas of an option, and what a unit of them costs. */
export type DeployedOption<Option extends ReplicaOption = SizeOption> = Pick<
  SizedDeployment<Option>,
  'option' | 'replicas' | 'price'
>;

/** `screen`: a few hours of typical days; `confirm`: more of them. */
export type SizeStage = 'screen' | 'confirm';

/** An option, and what its step time alone says of it. */
export interface FlooredOption<Option extends ReplicaOption> {
  readonly option: Option;
  readonly floor: SizeFloor;
}

/** Simulates so many replicas of an option on the hours of a stage. */
export type SimulateReplicas<Option extends ReplicaOption> = (
  option: Option,
  replicas: number,
  stage: SizeStage,
) => Promise<Simulated>;

/** The least number of replicas that keeps every promise on a few hours; undefined where none up to `ceiling` does. */
export function screen<Option extends ReplicaOption>(
  { option, floor }: FlooredOption<Option>,
  ceiling: number,
  simulate: SimulateReplicas<Option>,
): Promise<SizedDeployment<Option> | undefined> {
  const { leastReplicas: least, likelyReplicas: first } = floor;
  return deploymentOf(option, { least, first, ceiling }, 'screen', simulate);
}

/** A deployment on more hours, with more replicas where it is short, or fewer where they do; undefined where none up to `ceiling` does. */
export function confirm<Option extends ReplicaOption>(
  { option, least, replicas }: SizedDeployment<Option>,
  ceiling: number,
  simulate: SimulateReplicas<Option>,
): Promise<SizedDeployment<Option> | undefined> {
  return deploymentOf(option, { least, first: replicas, ceiling }, 'confirm', simulate);
}

async function deploymentOf<Option extends ReplicaOption>(
  option: Option,
  range: ReplicaRange,
  stage: SizeStage,
  simulate: SimulateReplicas<Option>,
): Promise<SizedDeployment<Option> | undefined> {
  const enough = await leastReplicas(option, range, (replicas) => simulate(option, replicas, stage));
  if (enough === undefined) return undefined;
  const { replicas, simulated, short } = enough;
  const { least } = range;
  const fewer = fewerReplicas(option, replicas);
  return {
    option,
    least,
    replicas,
    fewer,
    ...simulated,
    price: cheapestPrice(option, replicas),
    costPerMonth: sizeCostPerMonth(option, replicas),
    binding: bindingOf({ replicas, fewer, least }, short),
    isConfirmed: stage === 'confirm',
  };
}

/** Why there can be no fewer replicas: what they are short of, or that there is nothing less to pay. */
function bindingOf(
  { replicas, fewer, least }: Pick<SizedDeployment, 'replicas' | 'fewer' | 'least'>,
  short: Forecast | undefined,
): Binding {
  if (fewer > 0) {
    const noMean = `it cannot keep up with the mean demand, which takes ${least} at the least`;
    const binds = short === undefined ? { short: 'capacity', sentence: noMean } : whatBinds(short);
    const less = replicas - fewer === 1 ? 'one replica' : `${replicas - fewer} replicas`;
    return { short: binds.short, sentence: `With ${less} less, ${binds.sentence}` };
  }
  return replicas === 1
    ? { short: 'one replica', sentence: 'One replica is the least there can be' }
    : { short: 'one instance', sentence: 'They share one instance, the least that can be paid' };
}
