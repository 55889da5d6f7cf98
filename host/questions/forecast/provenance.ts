import type { RunDocument } from './runDocument.ts';

/** What a run can be repeated from, a line each. */
export function provenance({ fleetcast }: RunDocument): readonly string[] {
  return [`Fleetcast ${fleetcast.engine}, seed ${fleetcast.seed}, scenario ${fleetcast.scenarioHash}`];
}
