import type { RunDocument } from '../../host/api/types.ts';

/** What a run's figures come from, in one line: enough to make them again. */
export function sourceText({ name, fleetcast, replications }: RunDocument): string {
  const { engine, seed, scenarioHash } = fleetcast;
  return `${name}: Fleetcast ${engine}, scenario ${scenarioHash.slice(0, 12)}, seed ${seed}, ${replications} ${replications === 1 ? 'replication' : 'replications'}`;
}
