import type { ForecastInput } from '../../../engine/forecast.ts';
import type { Usage } from '../../../engine/usage/usage.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';

/** What the forecast of a run is made from. */
export function forecastInput(prepared: PreparedRun, usage: Usage): ForecastInput {
  const { name, currency, spec, prices, commitments, performance, startUps, outputTokenWeight } = prepared;
  return {
    name,
    currency,
    spec,
    usage,
    prices,
    commitments,
    performance,
    startUps,
    ...(outputTokenWeight === undefined ? {} : { outputTokenWeight }),
  };
}
