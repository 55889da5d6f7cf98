import { type Forecast, forecast } from '../../engine/forecast.ts';
import type { PoolUsage } from '../../engine/usage/usage.ts';
import { forecastInput } from '../../host/questions/forecast/forecastInput.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { runScenario } from '../../host/run/runScenario.ts';
import { inProcessRunner } from '../../host/run/windowRunners.ts';

const signal = new AbortController().signal;

/** Runs a scenario of one replication; windows that the store has are not simulated again. */
export async function runExample(
  file: string,
  dataDirectory: string,
): Promise<{ readonly forecast: Forecast; readonly pool: PoolUsage }> {
  const prepared = await prepareRun(file, { settings: [], signal });
  const usage = await runScenario(prepared, {
    dataDirectory,
    fresh: false,
    makeRunner: inProcessRunner,
    signal,
    warn: (sentence) => {
      throw new Error(sentence);
    },
  });
  return {
    forecast: forecast(forecastInput(prepared, usage)),
    pool: usage.replications[0].pools[0],
  };
}
