import type { Forecast } from '../../../engine/forecast.ts';
import { duration, grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { count, NO_DATA } from '../../report/reportSection.ts';
import type { PolicyFigure } from './policyResult.ts';

/** What a policy is judged by: cost, service level, what waits, what is paid. */
export function policyFigures(run: Forecast, hours: number): readonly PolicyFigure[] {
  const { total, currency } = run.cost;
  const [pool] = run.pools;
  const ttft = run.latencySeconds.ttft.p95;
  return [
    {
      id: 'cost',
      label: hours === 24 ? 'Cost of the day' : `Cost of ${hours} h`,
      value: total === null ? NO_DATA : money(total, currency),
      note: 'without commitments',
    },
    ...attained(run),
    {
      id: 'ttft',
      label: 'TTFT, p95',
      value: ttft === null ? NO_DATA : duration(ttft),
      note: 'time to first token',
    },
    {
      id: 'paid',
      label: 'Replicas paid, mean',
      value: grouped(pool.replicaHours / hours, 2),
      note: idealNote(pool, hours),
    },
    ...(pool.spot === undefined
      ? []
      : [
          {
            id: 'spot' as const,
            label: 'Of them spot',
            value: percent(share(pool.spot.spot.replicaHours, pool.replicaHours)),
            note: `${count(run.spot?.interruptions ?? 0)} taken away`,
          },
        ]),
    ...(run.requests.rejected === 0
      ? []
      : [
          {
            id: 'rejected' as const,
            label: 'Turned away',
            value: percent(share(run.requests.rejected, run.requests.arrived)),
            note: 'of requests',
            tone: 'bad' as const,
          },
        ]),
  ];
}

/** The service level with the least room. */
function attained({ slo }: Forecast): readonly PolicyFigure[] {
  const known = slo.flatMap((each) => (each.attained === null ? [] : [{ ...each, attained: each.attained }]));
  if (known.length === 0) return [];
  const closest = known.reduce((a, b) => (a.attained - a.percentile <= b.attained - b.percentile ? a : b));
  const isMet = closest.attained >= closest.percentile;
  return [
    {
      id: 'attained',
      label: isMet ? 'Service level met' : 'Service level missed',
      value: percent(closest.attained),
      note: `${closest.workload}: ${percent(closest.percentile)} asked`,
      tone: isMet ? 'good' : 'bad',
    },
  ];
}

function idealNote({ fleet, peakReplicas }: Forecast['pools'][number], hours: number): string {
  const most = `${count(peakReplicas)} at most`;
  return fleet?.autoscaler == null ? most : `${most}, ideal ${grouped(fleet.ideal.replicaHours / hours, 2)}`;
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
