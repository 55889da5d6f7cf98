import { basename } from 'node:path';
import type { Forecast } from '../../engine/forecast.ts';
import { grouped, money, percent } from '../../engine/finance/plainText.ts';
import type { PoolUsage } from '../../engine/usage/usage.ts';
import { runExample } from './runExample.ts';

const HOUR = 3600;
const MONTH = 730;

/** How a fleet of the sleeping assistant fared: its forecast, and where its replicas stood. */
export interface SleepingFleet {
  readonly name: string;
  readonly forecast: Forecast;
  readonly pool: PoolUsage;
}

/** Runs a scenario of one replication; windows that the store has are not simulated again. */
export async function sleepingFleet(file: string, dataDirectory: string): Promise<SleepingFleet> {
  return { name: basename(file, '.yaml'), ...(await runExample(file, dataDirectory)) };
}

/** Mean of the replicas paid at an hour of the day, Monday to Friday. */
export function paidAt({ pool }: SleepingFleet, hourOfDay: number): number {
  let seconds = 0;
  pool.paid.hour.forEach((hour, row) => {
    if (hour < 120 && hour % 24 === hourOfDay) seconds += pool.paid.level[row] * pool.paid.seconds[row];
  });
  return seconds / (5 * HOUR);
}

/** Hours that replicas were paid for before they were ready. */
export function startingHours({ pool }: SleepingFleet): number {
  return (pool.startingSeconds ?? new Float64Array()).reduce((sum, seconds) => sum + seconds, 0) / HOUR;
}

/** The fleets side by side, in the words of the summary beside the scenarios; the first is what the others are held against. */
export function sleepingSummary(fleets: readonly SleepingFleet[], verdict: string): string {
  const [first] = fleets;
  const rows: readonly (readonly [string, (fleet: SleepingFleet) => string])[] = [
    ['Cost a month', (fleet) => money(monthly(fleet), 'USD')],
    ['Against the fixed fleet', (fleet) => percent(monthly(fleet) / monthly(first) - 1)],
    ['Used of what is paid', ({ forecast: { usedShare } }) => percent(usedShare ?? Number.NaN)],
    ['Requests within the service level', ({ forecast: { slo } }) => percent(slo[0].attained ?? Number.NaN)],
    ['TTFT p95', ({ forecast: { latencySeconds } }) => inSeconds(latencySeconds.ttft.p95)],
    ['TTFT p99', ({ forecast: { latencySeconds } }) => inSeconds(latencySeconds.ttft.p99)],
    ['Replicas paid at 14:00, weekdays', (fleet) => grouped(paidAt(fleet, 14), 2)],
    ['Replicas paid at 02:00, weekdays', (fleet) => grouped(paidAt(fleet, 2), 2)],
    ['Times that more were asked for, in the week', ({ pool }) => grouped(pool.fleetCounts?.scaleUps ?? 0)],
    ['Hours paid before they were ready, in the week', (fleet) => grouped(startingHours(fleet), 1)],
    ['Cost of those hours a month', (fleet) => money(coldStartsMonthly(fleet), 'USD')],
  ];
  return [
    '# The assistant that sleeps at night, four ways',
    '',
    verdict,
    '',
    `| | ${fleets.map(({ name }) => (name === first.name ? 'fixed' : name)).join(' | ')} |`,
    `|---|${fleets.map(() => '---:|').join('')}`,
    ...rows.map(([label, value]) => `| ${label} | ${fleets.map(value).join(' | ')} |`),
    '',
    ...story(fleets),
    '',
    'Checked by `npm test`, as the other summaries are.',
    '',
  ].join('\n');
}

/** "1.2% less": what one costs against another, a month. */
function against(other: SleepingFleet, one: SleepingFleet): string {
  const more = monthly(one) / monthly(other) - 1;
  return `${percent(Math.abs(more))} ${more < 0 ? 'less' : 'more'}`;
}

/** What is to be learnt of it; the test holds each sentence. */
function story([, hpa, schedule, predictive]: readonly SleepingFleet[]): readonly string[] {
  return [
    'All four keep the service level: the night is what the fixed fleet pays for, not its promises. To sleep is what saves;',
    `by whom replicas are woken hardly does: the autoscaler costs ${against(schedule, hpa)} and the forecast ${against(schedule, predictive)} than the clock.`,
    'With the same room in the numbers the clock has the shortest tails of the three, too, for its replicas are there before the',
    'hour that needs them. The forecast knows as much, but its errors start and let go replicas again and again:',
    `${grouped(startingHours(predictive), 1)} hours in the week are paid before a replica answers, against ${grouped(startingHours(schedule), 1)} by the clock.`,
    '',
    'What this does not show: clock and forecast know the very shape that demand is drawn from, which a real week breaks;',
    'the autoscaler, which knows nothing of it, was tuned on this one. It is one replication of one week. And demand here',
    'climbs over hours: where it jumps within the 13 minutes of a start, an autoscaler is late.',
  ];
}

function monthly({ forecast: { costPerMonth } }: SleepingFleet): number {
  return costPerMonth ?? Number.NaN;
}

function coldStartsMonthly({ forecast: { idleByReason, horizon } }: SleepingFleet): number {
  return ((idleByReason?.starting?.cost ?? Number.NaN) * MONTH) / horizon.hours;
}

function inSeconds(value: number | null): string {
  return `${grouped(value ?? Number.NaN, 3)} s`;
}
