import { ENGINE_VERSION } from '../../../engine/simulate.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { RunHeader } from './runDocument.ts';

/** How it was made; only the last two may differ between equal runs. */
export function runHeader(
  { scenarioHash, spec }: PreparedRun,
  workers: number,
  wallSeconds: number,
): RunHeader {
  return {
    engine: ENGINE_VERSION,
    scenarioHash,
    seed: spec.seed,
    workers,
    wallSeconds: Math.round(wallSeconds * 1000) / 1000,
  };
}
