import { cheapestPrice } from './paidReplicas.ts';
import type { ReplicaOption } from './replicaOption.ts';
import type { SizeDemand } from './sizeDemand.ts';
import {
  confirm,
  type DeployedOption,
  screen,
  type Simulated,
  type SimulateReplicas,
  type SizedDeployment,
  type SizeStage,
} from './sizedDeployment.ts';
import { sizeFloor } from './sizeFloor.ts';
import { keepsPromises, shortfall, whatBinds } from './sizeVerdict.ts';

/** An option at its least number of replicas, or why no number of them does. */
export type LeastDeployment<Option extends ReplicaOption> =
  | { readonly found: true; readonly deployment: SizedDeployment<Option> }
  | { readonly found: false; readonly reason: string };

/**
 * The least number of replicas of one option that keeps every service level, whatever it costs: found on a few hours,
 * then on more of them. Units that are paid whole are filled.
 */
export async function leastDeployment<Option extends ReplicaOption>(
  option: Option,
  demand: SizeDemand,
  simulate: (deployment: DeployedOption<Option>, stage: SizeStage) => Promise<Simulated>,
): Promise<LeastDeployment<Option>> {
  const floor = sizeFloor(option.pool, demand);
  if (floor.reason !== undefined) {
    return { found: false, reason: `no number of replicas is quick enough: ${floor.reason}` };
  }
  let nearest: { readonly missing: number; readonly sentence: string } | undefined;
  const run: SimulateReplicas<Option> = async (_, replicas, stage) => {
    const price = cheapestPrice(option, replicas);
    const simulated = await simulate({ option, replicas, price }, stage);
    const { forecast } = simulated;
    const missing = shortfall(forecast);
    if (!keepsPromises(forecast) && missing < (nearest?.missing ?? Number.POSITIVE_INFINITY)) {
      nearest = { missing, sentence: `with ${replicas}, ${whatBinds(forecast).sentence}` };
    }
    return simulated;
  };
  const screened = await screen({ option, floor }, Number.POSITIVE_INFINITY, run);
  const deployment = screened && (await confirm(screened, Number.POSITIVE_INFINITY, run));
  if (deployment !== undefined) return { found: true, deployment };
  const why = nearest === undefined ? '' : `: ${nearest.sentence}`;
  return { found: false, reason: `no number of replicas keeps every service level${why}` };
}
