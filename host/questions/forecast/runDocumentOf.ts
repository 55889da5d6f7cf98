import type { ForecastInput } from '../../../engine/forecast.ts';
import { ENGINE_VERSION } from '../../../engine/simulate.ts';
import type { Usage } from '../../../engine/usage/usage.ts';
import type { RunHeader } from './runDocument.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';

/** What the forecast of a run is made from. */
export function forecastInput(prepared: PreparedRun, usage: Usage): ForecastInput {
  const { name, currency, spec, prices, commitments, performance, outputTokenWeight } = prepared;
  return {
    name,
    currency,
    spec,
    usage,
    prices,
    commitments,
    performance,
    ...(outputTokenWeight === undefined ? {} : { outputTokenWeight }),
  };
}

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
