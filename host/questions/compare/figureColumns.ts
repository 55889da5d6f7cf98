import { grouped, percent } from '../../../engine/finance/plainText.ts';
import type { UnitCost } from '../../../engine/finance/unitCost.ts';
import { jobInTime, keepsPromise } from '../../../engine/planning/promise.ts';
import type { Forecast } from '../../../engine/forecast.ts';
import { decimalsFor, NO_DATA, plusMinus } from '../../report/reportSection.ts';
import type { ColumnSpec } from './columnSpec.ts';
import type { CompareCell } from './compareResult.ts';

const NOTHING: CompareCell = { value: null, text: NO_DATA };
/** Amounts are shown without decimals from here on. */
const WHOLE_FROM = 100;

/** What comes of a deployment. */
export const FIGURE_COLUMNS: readonly ColumnSpec[] = [
  {
    key: 'costPerMonth',
    label: (currency) => `${currency} a month`,
    isNumber: true,
    better: 'low',
    meaning: '730 hours, idle capacity included',
    cell: ({ forecast }) => monthly(forecast),
  },
  unitCost('perMillionTokens', 'million tokens', 'Prompt and output together, idle capacity included'),
  unitCost(
    'perRequestWithinSlo',
    'request within SLO',
    'The whole cost over requests within their service level',
  ),
  latency('ttft', 'TTFT p95, s', 1, 'Time to first token of the slowest one in twenty requests begins here'),
  latency(
    'tpot',
    'TPOT p95, ms',
    1000,
    'Time per output token of the slowest one in twenty requests begins here',
  ),
  {
    ...latency(
      'endToEnd',
      'End to end p95, s',
      1,
      'Whole time of the slowest one in twenty requests begins here',
    ),
    label: (_currency, generates) => (generates ? 'End to end p95, s' : 'Time to vector p95, s'),
  },
  {
    key: 'attained',
    label: () => 'Within SLO, %',
    isNumber: true,
    better: 'high',
    meaning: 'Share of requests within the service level that has the least room, and the share asked',
    cell: ({ forecast }) => attained(forecast),
  },
  {
    key: 'promise',
    label: () => 'Keeps its promise',
    isNumber: false,
    meaning: 'Whether every service level is met and the load is kept up with; if not, what is missed',
    cell: ({ forecast }) => promise(forecast),
  },
  {
    key: 'usedShare',
    label: () => 'Used, %',
    isNumber: true,
    meaning: 'Work done, of what the replicas could do were they full',
    cell: ({ forecast: { usedShare } }) =>
      usedShare === null ? NOTHING : { value: usedShare * 100, text: withoutSign(usedShare) },
  },
  {
    key: 'busyShare',
    label: () => 'Busy, %',
    isNumber: true,
    meaning: 'Time with a request in hand, of the busiest pool: one is enough to count as busy',
    cell: ({ forecast: { pools } }) => {
      const shares = pools.flatMap(({ busyShare }) => busyShare ?? []);
      if (shares.length === 0) return NOTHING;
      const most = Math.max(...shares);
      return { value: most * 100, text: withoutSign(most) };
    },
  },
];

function monthly(forecast: Forecast): CompareCell {
  const { costPerMonth, exactAmounts } = forecast;
  if (costPerMonth === null) return NOTHING;
  const exact = exactAmounts?.['costPerMonth'] ?? costPerMonth;
  return {
    value: costPerMonth,
    text: grouped(exact, Math.abs(costPerMonth) >= WHOLE_FROM ? 0 : decimalsFor(costPerMonth, 2)),
  };
}

function unitCost(name: keyof UnitCost, per: string, meaning: string): ColumnSpec {
  return {
    key: name,
    label: (currency) => `${currency} per ${per}`,
    isNumber: true,
    better: 'low',
    meaning,
    cell: ({ forecast }) => {
      const value = forecast.unitCost[name];
      if (value === null) return NOTHING;
      return figure(forecast, `unitCost.${name}`, value, 1, decimalsFor(value, 2));
    },
  };
}

function latency(
  name: 'ttft' | 'tpot' | 'endToEnd',
  label: string,
  scale: number,
  meaning: string,
): ColumnSpec {
  return {
    key: `${name}P95`,
    label: () => label,
    isNumber: true,
    better: 'low',
    meaning,
    cell: ({ forecast }) => {
      const seconds = forecast.latencySeconds[name].p95;
      if (seconds === null) return NOTHING;
      const path = `latencySeconds.${name}.p95`;
      const value = seconds * scale;
      return figure(forecast, path, value, scale, value >= WHOLE_FROM ? 0 : decimalsFor(value));
    },
  };
}

function figure(
  forecast: Forecast,
  path: string,
  value: number,
  scale: number,
  decimals: number,
): CompareCell {
  const half = plusMinus(forecast, path, value / scale);
  return {
    value,
    text: grouped(value, decimals),
    ...(half === undefined || half === 0 ? {} : { plusMinus: `± ${grouped(half * scale, decimals)}` }),
  };
}

/** The service level with the least room. */
function closest({ slo }: Forecast): (Forecast['slo'][number] & { readonly attained: number }) | undefined {
  const known = slo.flatMap((each) => (each.attained === null ? [] : [{ ...each, attained: each.attained }]));
  return known.length === 0
    ? undefined
    : known.reduce((a, b) => (a.attained - a.percentile <= b.attained - b.percentile ? a : b));
}

function attained(forecast: Forecast): CompareCell {
  const level = closest(forecast);
  if (level === undefined) return NOTHING;
  const half = plusMinus(forecast, `slo.${level.workload}.attained`, level.attained);
  return {
    value: level.attained * 100,
    text: `${withoutSign(level.attained)} of ${withoutSign(level.percentile)}`,
    ...(half === undefined || half === 0 ? {} : { plusMinus: `± ${grouped(half * 100, 2)}` }),
  };
}

function promise(forecast: Forecast): CompareCell {
  const kept = keepsPromise(forecast);
  if (kept === null)
    return { value: 'none', text: forecast.slo.length === 0 ? 'none set' : 'nothing to judge' };
  if (kept) return { value: 'yes', text: 'yes' };
  const missed = forecast.slo.filter(({ met }) => met === false).map(({ workload }) => `${workload} missed`);
  const late = (forecast.jobs ?? []).flatMap((job) => {
    if (jobInTime(job) !== false) return [];
    return job.done < job.items ? [`${job.id} not all done`] : [`${job.id} late`];
  });
  return {
    value: 'no',
    text: ['no', [...(forecast.overloaded ? ['overloaded'] : []), ...missed, ...late].join(', ')].join(': '),
  };
}

/** As `percent`, for a column that has the sign in its head. */
function withoutSign(share: number): string {
  return percent(share).replace(/%$/, '');
}
