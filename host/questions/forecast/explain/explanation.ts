import { isGenerating, latencyName, workloadLatencyName } from '../../../../engine/finance/generation.ts';
import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import { toldLimits } from '../../../../engine/finance/serviceLevel.ts';
import { QUANTILES } from '../../../../engine/finance/latencySummary.ts';
import { SKETCH_RELATIVE_ERROR } from '../../../../engine/statistics/latencySketch.ts';
import { LATENCIES, type Latency } from '../../../../engine/usage/usage.ts';
import { sumColumn } from '../../../../engine/usage/usageTotals.ts';
import type { Explanation } from './explained.ts';
import { tellCost, tellCostPerMonth, tellUnitCost } from './explainCost.ts';
import { tellFleet } from './explainFleet.ts';
import { tellReserved } from './explainReserved.ts';
import { tellSpot } from './explainSpot.ts';
import type { ReportInput } from '../reportInput.ts';
import { count, decimalsFor, NO_DATA } from '../../../report/reportSection.ts';
import { SCENARIO, SIMULATION, type Told } from '../told.ts';

/** From what a figure of a forecast is made, by its path; undefined for a path that no figure has. */
export function explanation(input: ReportInput, figure: string): Explanation | undefined {
  const told = tell(input, figure);
  if (told === undefined) return undefined;
  const { run } = input;
  const interval = run.intervals[figure];
  const notes = [
    ...(told.notes ?? []),
    ...(Array.isArray(interval)
      ? [
          `Its ${run.intervals.level * 100}% interval over ${run.replications} replications reaches from ${plain(interval[0])} to ${plain(interval[1])}.`,
        ]
      : []),
    `Scenario ${run.fleetcast.scenarioHash.slice(0, 12)}, seed ${run.fleetcast.seed}, engine ${run.fleetcast.engine}.`,
  ];
  return { ...told, tables: told.tables ?? [], notes };
}

function tell(input: ReportInput, figure: string): Told | undefined {
  const [kind, ...rest] = figure.split('.');
  switch (kind) {
    case 'cost':
      return tellCost(input, rest);
    case 'costPerMonth':
      return tellCostPerMonth(input);
    case 'unitCost':
      return tellUnitCost(input, rest[0]);
    case 'latencySeconds':
      return tellLatency(input, rest[0], rest[1]);
    case 'slo':
      return tellServiceLevel(input, rest.slice(0, -1).join('.'));
    case 'pools': {
      const [, pool = '', name = ''] = /^(.+)\.fleet\.(.+)$/.exec(rest.join('.')) ?? [];
      const [, spotPool = '', spotName = ''] =
        /^(.+)\.spot\.(saved|allOnDemand|onDemand\.cost|spot\.cost)$/.exec(rest.join('.')) ?? [];
      const [, reservedPool = '', reservedName = ''] =
        /^(.+)\.reserved\.(saved|allOnDemand|cost)$/.exec(rest.join('.')) ?? [];
      return (
        tellSpot(input, spotPool, spotName) ??
        tellReserved(input, reservedPool, reservedName) ??
        tellFleet(input, pool, name) ??
        tellPool(input, rest.slice(0, -1).join('.'), rest.at(-1))
      );
    }
    case 'requests':
    case 'tokens':
      return tellCount(input, kind, rest[0]);
    case 'goodputPerSecond':
      return tellGoodput(input);
    case 'gpuHours':
      return tellGpuHours(input);
    default:
      return undefined;
  }
}

const LATENCY_FORMULAS: Readonly<Record<Latency, string>> = {
  ttft: 'first token − arrival, of each completed request',
  tpot: '(end − first token) ÷ (output tokens − 1), of each request with two output tokens or more',
  endToEnd: 'end − arrival, of each completed request',
  queue: 'first scheduled − arrival, of each completed request',
};

function tellLatency({ run, usage, spec }: ReportInput, name: string, statistic: string): Told | undefined {
  const latency = LATENCIES.find((candidate) => candidate === name);
  if (latency === undefined || !(statistic === 'mean' || statistic in QUANTILES)) return undefined;
  const value = run.latencySeconds[latency][statistic as 'mean'];
  const isOfTokens = latency === 'ttft' || latency === 'tpot';
  return {
    title: `${latencyName(latency, isGenerating(run)).long}, ${statistic}`,
    value: value === null ? NO_DATA : duration(value),
    formula:
      statistic === 'mean'
        ? `mean of ${LATENCY_FORMULAS[latency]}`
        : `the value that ${statistic.slice(1)}% of requests keep within, of ${LATENCY_FORMULAS[latency]}`,
    inputs: spec.workloads.flatMap(({ id }, index) =>
      isOfTokens && run.workloads[index]?.generates === false
        ? []
        : [
            {
              name: `requests of ${id}`,
              value: count(usage.workloads[index].counts[latency]),
              source: SIMULATION,
            },
          ],
    ),
    tables: [],
    notes:
      statistic === 'mean'
        ? ['Exact: sums are kept beside the histogram.']
        : [
            `Read off a histogram whose bins are within ${grouped(SKETCH_RELATIVE_ERROR * 100, 2)}% of the value.`,
            'Steps are timed by the pool’s step-time model; its error is not part of the interval.',
          ],
  };
}

function tellServiceLevel({ run }: ReportInput, workload: string): Told | undefined {
  const found = run.slo.find((candidate) => candidate.workload === workload);
  if (found === undefined) return undefined;
  const rejected = run.workloads.find(({ id }) => id === workload)?.requests.rejected ?? 0;
  return {
    title: `Service level of ${workload}`,
    value: found.attained === null ? NO_DATA : percent(found.attained),
    formula: 'requests within every limit ÷ (completed + rejected)',
    inputs: [
      { name: 'asked', value: percent(found.percentile), source: `${SCENARIO}: slo.percentile` },
      ...toldLimits(found, rejected).map(({ latency, seconds, within }) => ({
        name: `${workloadLatencyName(run, workload, latency).long} up to ${duration(seconds)}`,
        value: within === null ? NO_DATA : `${percent(within)} within`,
        source: `${SCENARIO}: slo, and ${SIMULATION}`,
        figure: `latencySeconds.${latency}.p95`,
      })),
    ],
    notes: ['A rejected request misses its service level.'],
  };
}

function tellPool({ run, usage, spec }: ReportInput, id: string, name: string | undefined): Told | undefined {
  const index = spec.pools.findIndex((pool) => pool.id === id);
  if (index < 0) return undefined;
  const pool = run.pools[index];
  if (name === 'usedShare') {
    return {
      title: `Used capacity, ${id}`,
      value: pool.usedShare === null ? NO_DATA : percent(pool.usedShare),
      formula: 'replica-hours in use ÷ replica-hours present',
      inputs: [
        {
          name: 'replica-hours in use',
          value: grouped(sumColumn(usage.pools[index].usedSeconds) / 3600, 1),
          source: SIMULATION,
        },
        {
          name: 'replica-hours present',
          value: grouped(pool.replicaHours, 1),
          source: spec.pools[index].living === undefined ? `${SCENARIO}: replicas × hours` : SIMULATION,
        },
        {
          name: 'load, without the bound of an hour’s busy time',
          value: pool.loadShare === null ? NO_DATA : percent(pool.loadShare),
          source: SIMULATION,
        },
      ],
      notes: [
        'In use: what the work of an hour takes on replicas as full as batch, step, KV cache and the strictest limit on the time per ' +
          'output token let them be, and no more than they were busy. Work done again after preemptions is not in it.',
      ],
    };
  }
  if (name === 'busyShare') {
    return {
      title: `Time at work, ${id}`,
      value: pool.busyShare === null ? NO_DATA : percent(pool.busyShare),
      formula: 'replica-hours in steps ÷ replica-hours present',
      inputs: [
        {
          name: 'replica-hours in steps',
          value: grouped(sumColumn(usage.pools[index].busySeconds) / 3600, 1),
          source: SIMULATION,
        },
        {
          name: 'replica-hours present',
          value: grouped(pool.replicaHours, 1),
          source: spec.pools[index].living === undefined ? `${SCENARIO}: replicas × hours` : SIMULATION,
        },
      ],
      notes: ['A replica with one request in hand counts as busy, though it may take more.'],
    };
  }
  if (name === 'kvPeakShare') {
    return {
      title: `Fullest KV cache, ${id}`,
      value: pool.kvPeakShare === null ? NO_DATA : percent(pool.kvPeakShare),
      formula: 'most KV blocks in use on one replica ÷ KV blocks of a replica',
      inputs: [
        {
          name: 'most blocks in use',
          value: grouped(usage.pools[index].totals.kvPeakBlocks),
          source: SIMULATION,
        },
        {
          name: 'blocks of a replica',
          value: grouped(spec.pools[index].batching.kvBlocks),
          source: `${SCENARIO}: kvBlocks, or the memory plan`,
        },
      ],
      ...(spec.pools[index].batching.kvGroups && {
        notes: ['Layers with a window have blocks of their own: each block is of one group of layers.'],
      }),
    };
  }
  if (name === 'outputTokensPerSecondPerGpu') {
    const value = pool.outputTokensPerSecondPerGpu;
    return {
      title: `Output tokens a second and GPU, ${id}`,
      value: value === null ? NO_DATA : grouped(value, decimalsFor(value)),
      formula: 'output tokens ÷ (GPU-hours of replicas × 3600)',
      inputs: [
        {
          name: 'GPU-hours of replicas',
          value: grouped(pool.gpuHours),
          source:
            spec.pools[index].living === undefined ? `${SCENARIO}: replicas × GPUs × hours` : SIMULATION,
        },
      ],
    };
  }
  if (name === 'preemptions') {
    return {
      title: `Preemptions, ${id}`,
      value: pool.preemptions === null ? NO_DATA : count(pool.preemptions),
      formula: 'times that a running request had to give its KV blocks back and start over',
      inputs: [],
    };
  }
  return undefined;
}

function tellCount(
  { run, usage, spec }: ReportInput,
  kind: 'requests' | 'tokens',
  name: string,
): Told | undefined {
  const { prompt, output } = run.tokens;
  const values: Readonly<Record<string, number | null>> =
    kind === 'requests'
      ? { arrived: run.requests.arrived, completed: run.requests.completed, rejected: run.requests.rejected }
      : { ...run.tokens, total: prompt + (output ?? 0) };
  if (!Object.hasOwn(values, name)) return undefined;
  const column = {
    arrived: 'arrived',
    completed: 'completed',
    rejected: 'rejected',
    prompt: 'promptTokens',
    cached: 'cachedTokens',
    output: 'outputTokens',
  }[name];
  return {
    title: kind === 'requests' ? `Requests ${name}` : name === 'total' ? 'Tokens' : `Tokens, ${name}`,
    value: counted(values[name]),
    formula:
      name === 'total'
        ? output === null
          ? 'prompt tokens: nothing is generated'
          : 'prompt tokens + output tokens'
        : 'sum over hours and accounts, mean over replications',
    inputs:
      column === undefined
        ? [
            { name: 'prompt tokens', value: count(prompt), source: SIMULATION, figure: 'tokens.prompt' },
            ...(output === null
              ? []
              : [
                  {
                    name: 'output tokens',
                    value: count(output),
                    source: SIMULATION,
                    figure: 'tokens.output',
                  },
                ]),
          ]
        : spec.accounts.slice(0, 12).map(({ workload, tenant }, account) => ({
            name: `${spec.workloads[workload].id}, ${tenant}`,
            value: count(sumColumn(usage.accounts[account][column as 'arrived'])),
            source: SIMULATION,
          })),
  };
}

function tellGoodput({ run }: ReportInput): Told {
  const { goodputPerSecond: value } = run;
  return {
    title: 'Goodput',
    value: value === null ? NO_DATA : `${grouped(value, decimalsFor(value))} requests a second`,
    formula: 'requests within their service level ÷ seconds of the horizon',
    inputs: run.slo.map(({ workload, attained }) => ({
      name: `within the service level of ${workload}`,
      value: attained === null ? NO_DATA : percent(attained),
      source: SIMULATION,
      figure: `slo.${workload}.attained`,
    })),
  };
}

function tellGpuHours({ run, spec }: ReportInput): Told {
  return {
    title: 'GPU-hours of replicas',
    value: grouped(run.pools.reduce((sum, { gpuHours }) => sum + gpuHours, 0)),
    formula: 'replicas × GPUs a replica × hours, summed over pools',
    inputs: run.pools.map(({ id, gpuHours }, index) => ({
      name: id,
      value: grouped(gpuHours),
      source: spec.pools[index].living === undefined ? SCENARIO : SIMULATION,
    })),
  };
}

function counted(value: number | null): string {
  return value === null ? NO_DATA : count(value);
}

function plain(value: number): string {
  return grouped(value, Math.abs(value) >= 1000 ? 0 : decimalsFor(value));
}
