import type { ArrivalSpec, SimulationSpec } from '../../engine/scenario/spec.ts';
import type { WindowPlan } from '../../engine/usage/planWindows.ts';
import { canonicalJson, sha256 } from './canonicalJson.ts';

/**
 * The stored name of each window: a hash of everything its usage depends on, that is the
 * engine's version, the resolved physics with the seed, the text of every trace, and which
 * window it is. Where a trace lies does not matter, what it says does; nor does `fidelity`,
 * which only chooses windows: more replications, or every day in place of a sample, find
 * those of before.
 */
export function windowKeys(
  spec: SimulationSpec,
  plans: readonly WindowPlan[],
  engineVersion: string,
  traceHashes: ReadonlyMap<string, string>,
): readonly string[] {
  const { fidelity: _chooses, ...physics } = spec;
  const run = sha256(
    canonicalJson({
      engineVersion,
      ...physics,
      // Watts are laid on what was counted, and do not change it.
      pools: spec.pools.map(({ power, ...pool }) => (power === undefined ? pool : { ...pool, power: true })),
      workloads: spec.workloads.map((workload) => ({
        ...workload,
        arrivals: withContentForPath(workload.arrivals, traceHashes),
      })),
    }),
  );
  return plans.map(({ key, warmUpSeconds }) => sha256(canonicalJson({ run, key, warmUpSeconds })));
}

function withContentForPath(arrivals: ArrivalSpec, traceHashes: ReadonlyMap<string, string>): unknown {
  if (arrivals.kind !== 'trace') return arrivals;
  const content = traceHashes.get(arrivals.path);
  if (content === undefined) throw new Error(`the trace ${arrivals.path} was not inspected`);
  return { ...arrivals, path: content };
}
