import type { ForecastInput } from '../../../engine/forecast.ts';
import type { Usage } from '../../../engine/usage/usage.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';

/** What the forecast of a run is made from. */
export function forecastInput(prepared: PreparedRun, usage: Usage): ForecastInput {
  const { name, currency, spec, prices, commitments, performance, startUps, memory, outputTokenWeight } =
    prepared;
  return {
    name,
    currency,
    spec,
    usage,
    prices,
    commitments,
    performance,
    startUps,
    memory,
    warnings: prepared.warnings.map(({ path, message, suggestion }) => ({
      path,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    })),
    ...(outputTokenWeight === undefined ? {} : { outputTokenWeight }),
  };
}
