import type { RunDocument } from '../../host/api/types.ts';

/** What a run's figures come from, in one line: enough to make them again. */
export function sourceText({ name, fleetcast, replications }: RunDocument): string {
  return `${runSource(name, fleetcast)}, ${replications} ${replications === 1 ? 'replication' : 'replications'}`;
}

/** What was computed from what, in one line. */
export function runSource(
  name: string,
  { engine, seed, scenarioHash }: Pick<RunDocument['fleetcast'], 'engine' | 'seed' | 'scenarioHash'>,
): string {
  return `${name}: Fleetcast ${engine}, scenario ${scenarioHash.slice(0, 12)}, seed ${seed}`;
}
