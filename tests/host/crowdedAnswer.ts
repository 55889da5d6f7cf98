import { stringify } from 'yaml';
import { forecast } from '../../engine/forecast.ts';
import { answerRun } from '../../host/questions/answer/answerRun.ts';
import { forecastInput } from '../../host/questions/forecast/forecastInput.ts';
import { runHeader } from '../../host/questions/forecast/runHeader.ts';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import type { AnswerPage } from '../../host/report/answerPage.ts';
import { type PreparedRun, prepareText } from '../../host/run/prepareRun.ts';
import { simulateWindows } from '../../host/run/simulateWindows.ts';
import { inProcessRunner } from '../../host/run/windowRunners.ts';
import { NO_STORE } from '../../host/store/windowStore.ts';

const signal = new AbortController().signal;
export const looks = { makeRunner: inProcessRunner, signal };

/** A scenario, simulated here and now. */
export async function simulated(document: object): Promise<{
  readonly prepared: PreparedRun;
  readonly run: RunDocument;
}> {
  const source = {
    file: 'scenario.yaml',
    text: stringify(document),
    locateTrace: () => ({ refusal: 'none' }),
  };
  const prepared = await prepareText(source, { settings: [], signal });
  const usage = await simulateWindows({ ...prepared, ...looks, store: NO_STORE, fresh: true });
  return {
    prepared,
    run: { fleetcast: runHeader(prepared, 1, 0), ...forecast(forecastInput(prepared, usage)) },
  };
}

/** The page of a scenario that has much of everything, and long names for it. */
export async function crowdedAnswer(): Promise<AnswerPage> {
  const kinds = [
    {
      model: 'llama-3.1-70b',
      accelerator: 'h100-sxm-80gb',
      gpusPerReplica: 4,
      price: { instance: 'gcp/a3-highgpu-4g/us-central1' },
    },
    {
      model: 'llama-3.1-8b',
      accelerator: 'l4-24gb',
      gpusPerReplica: 1,
      price: { instance: 'gcp/g2-standard-8/us-central1' },
    },
    {
      model: 'qwen2.5-7b',
      accelerator: 'l40s-48gb',
      gpusPerReplica: 1,
      price: { instance: 'aws/g6e.12xlarge/us-east-1' },
    },
    { model: 'llama-3.1-70b', accelerator: 'a100-sxm-80gb', gpusPerReplica: 8, price: { perGpuHour: 2.5 } },
  ];
  const pools = kinds.map((kind, index) => ({
    id: `pool-with-a-name-of-thirty-${index}`,
    replicas: 2 + index,
    ...kind,
  }));
  const workloads = Array.from({ length: 9 }, (_, index) => ({
    id: `workload-of-a-long-name-no-${index}`,
    arrivals: {
      process: 'poisson',
      ratePerSecond: 0.03 + index / 200,
      hourOfWeek: 'business-hours',
      growthPerMonth: '3%',
    },
    promptTokens: { lognormal: { p50: 900 + index * 100, p90: 2500 + index * 300 }, max: 8192 },
    outputTokens: { lognormal: { p50: 150 + index * 10, p90: 500 + index * 20 }, max: 2000 },
    target: pools[index % pools.length].id,
    slo: {
      ttftSeconds: 1 + index,
      tpotSeconds: 0.2 + index / 100,
      endToEndSeconds: 90 + index,
      percentile: 0.9 + index / 200,
    },
  }));
  const { prepared, run } = await simulated({
    fleetcast: 1,
    name: `A scenario ${'of very many words '.repeat(20)}`,
    horizon: { start: '2026-01-05', hours: 12 },
    fidelity: { mode: 'every', replications: 2 },
    workloads,
    pools,
  });
  return answerRun(prepared, run, false, looks);
}
