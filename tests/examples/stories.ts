import { join } from 'node:path';
import { expect } from 'vitest';
import { duration, grouped, money, percent } from '../../engine/finance/plainText.ts';
import type { Forecast } from '../../engine/forecast.ts';
import { known, storySummary, type StoryRow, type Told } from './storySummary.ts';
import { runExample } from './runExample.ts';

const monthly = ({ costPerMonth }: Forecast): number => known(costPerMonth);
const usd = (amount: number): string => money(amount, 'USD');
const attained = ({ slo }: Forecast): number => known(slo[0].attained);
const gone = ({ nPlusOne = [] }: Forecast) => nPlusOne.at(0);
const whenGone = (forecast: Forecast): number => known(known(gone(forecast)).attained);
const job = ({ jobs = [] }: Forecast) => jobs[0];
const longest = (forecast: Forecast): number => known(job(forecast).doneAfterSeconds).most;
const orNone = (value: string | undefined): string => value ?? '–';

async function told(folder: string, data: string, first: string, ...variants: string[]): Promise<Told[]> {
  const all = [{ name: first, forecast: (await runExample(`${folder}.yaml`, data)).forecast }];
  for (const name of variants) {
    all.push({ name, forecast: (await runExample(join(folder, `${name}.yaml`), data)).forecast });
  }
  return all;
}

const GONE_ROWS: readonly StoryRow[] = [
  ['Hours in which something was gone', (each) => orNone(gone(each) && grouped(known(gone(each)).hours))],
  ['Within the service level in those hours', (each) => orNone(gone(each) && percent(whenGone(each)))],
  [
    'Of those hours, below what is asked',
    (each) => orNone(gone(each) && grouped(known(gone(each)).missedHours)),
  ],
];
const COST_AND_LEVEL: readonly StoryRow[] = [
  ['Cost a month', (each) => usd(monthly(each))],
  ['Requests within the service level', (each) => percent(attained(each))],
];

/** What spot with a base on demand saves, what it takes, and what a fallback is for; each sentence is held here. */
export async function spotStory(folder: string, data: string): Promise<string> {
  const all = await told(folder, data, 'spot', 'on-demand', 'shortage', 'shortage-waiting');
  const [spot, onDemand, shortage, waiting] = all.map(({ forecast }) => forecast);
  const figures = known(spot.spot);
  const saved = monthly(onDemand) - monthly(spot);

  // A run on demand of its own says what the report says of the savings by itself.
  const claimed = known(figures.allOnDemand) / known(spot.cost.total);
  expect((claimed * monthly(spot)) / monthly(onDemand)).toBeCloseTo(1, 1);
  expect(saved / monthly(onDemand)).toBeGreaterThan(0.18);
  expect(saved / monthly(onDemand)).toBeLessThan(0.26);
  // 60% off, and no more than that is saved of what is not the base of two.
  expect(figures.savedShare).toBeLessThan(
    0.6 * (1 - (2 * spot.horizon.hours) / known(spot.pools[0].gpuHours)) + 0.01,
  );
  expect(figures.interruptions).toBeGreaterThan(3);
  expect(figures.lossRetries).toBeGreaterThan(0);
  expect(figures.lossRetries / spot.requests.arrived).toBeLessThan(1e-4);
  expect(figures.fallbacks).toBe(0);
  expect(spot.requests).toMatchObject({ rejected: 0, unfinished: 0 });
  expect(Math.abs(attained(onDemand) - attained(spot))).toBeLessThan(0.001);
  expect(known(gone(spot)).held).toBe(true);

  expect(known(shortage.spot).fallbacks).toBeGreaterThan(0);
  expect(known(gone(shortage)).held).toBe(true);
  expect(known(waiting.spot).fallbacks).toBe(0);
  expect(known(gone(waiting)).held).toBe(false);
  expect(known(gone(waiting)).missedHours).toBeGreaterThan(0);
  expect(waiting.slo[0].met).toBe(true);
  expect(monthly(shortage)).toBeGreaterThan(monthly(waiting));
  expect(monthly(shortage)).toBeLessThan(monthly(onDemand));

  const rows: readonly StoryRow[] = [
    ...COST_AND_LEVEL,
    ['Machines taken away', (each) => orNone(each.spot && grouped(each.spot.interruptions))],
    ['Requests started anew', (each) => orNone(each.spot && grouped(each.spot.lossRetries))],
    ['Replicas on demand for want of spot', (each) => orNone(each.spot && grouped(each.spot.fallbacks))],
    ...GONE_ROWS,
  ];
  return storySummary('An assistant on spot, with a base on demand', all, rows, [
    `Spot saves ${usd(saved)} a month of ${usd(monthly(onDemand))} (${percent(saved / monthly(onDemand))}), not 60%: two replicas are on demand always, and`,
    `they are most of what is paid. In two days ${grouped(figures.interruptions)} machines are taken away. With 30 s of notice nearly all requests in hand are done before;`,
    `${grouped(figures.lossRetries)} of ${grouped(spot.requests.arrived)} start anew. In the ${grouped(known(gone(spot)).hours)} hours in which a machine was gone, ${percent(whenGone(spot))} of requests were within the service level,`,
    `and ${percent(known(known(gone(spot)).attainedOtherwise))} in all others: users do not notice, for another machine is to be had at once.`,
    '',
    `When none is, from 14:00 to 20:00 on a Tuesday, the fallback keeps the promise: ${percent(whenGone(shortage))} while something was gone. Without it the same days`,
    `cost ${usd(monthly(shortage) - monthly(waiting))} a month less, and meets its service level on the whole (${percent(attained(waiting))}); but in the ${grouped(known(gone(waiting)).hours)} hours concerned only`,
    `${percent(whenGone(waiting))} of requests are within it, where 95% are asked, and in ${grouped(known(gone(waiting)).missedHours)} of these hours fewer.`,
    '',
    'What this does not show: it is one replication of two days, of which one has the shortage: cost a month is that of months of such',
    'days, weekends left out. Lives of machines are those of V100s that were probed; nobody publishes them of L4s.',
  ]);
}

/** What spot saves a job, what interruptions and the lack of a notice take, what a cap does, and another GPU. */
export async function captionStory(folder: string, data: string): Promise<string> {
  const all = await told(folder, data, 'spot', 'on-demand', 'no-notice', 'capped', 'a100');
  const [spot, onDemand, noNotice, capped, a100] = all.map(({ forecast }) => forecast);
  const aNight = (each: Forecast): number => known(each.cost.total) / job(each).runs;
  const cap = known(job(capped).cap);

  for (const each of [spot, onDemand, noNotice, a100]) {
    expect(job(each)).toMatchObject({ runs: 1, items: 50_000, done: 50_000, listed: {} });
    expect(job(each).deadline).toEqual({ seconds: 7 * 3600, lateRuns: 0 });
    expect(longest(each)).toBeLessThan(2 * 3600);
  }
  expect(aNight(spot) / aNight(onDemand)).toBeGreaterThan(0.4);
  expect(aNight(spot) / aNight(onDemand)).toBeLessThan(0.47);
  expect(longest(spot)).toBeGreaterThan(longest(onDemand));
  expect(longest(spot) - longest(onDemand)).toBeLessThan(20 * 60);
  expect(known(spot.spot)).toMatchObject({ lostRequests: 0, lossRetries: 0 });
  expect(known(spot.spot).interruptions).toBeGreaterThan(0);
  expect(job(spot).redone).toBe(0);
  // No replica does more again than it has done since its last checkpoint.
  expect(job(noNotice).redone).toBeGreaterThan(0);
  expect(job(noNotice).redone).toBeLessThan(500 * known(noNotice.spot).interruptions);
  expect(aNight(noNotice)).toBeGreaterThan(aNight(spot));
  expect(cap.stoppedRuns).toBe(1);
  expect(cap.owedMost).toBeCloseTo(2, 3);
  expect(aNight(capped)).toBeLessThanOrEqual(2);
  expect(job(capped).done).toBeLessThan(50_000);
  expect(job(capped).done + known(job(capped).listed['cost-cap'])).toBe(50_000);
  expect(aNight(a100)).toBeLessThan(aNight(spot));
  expect(longest(a100)).toBeLessThan(longest(spot));

  const rows: readonly StoryRow[] = [
    ['Cost a night', (each) => usd(aNight(each))],
    ['Per 1,000 captions', (each) => usd((1000 * aNight(each)) / job(each).done)],
    ['Captions done a night', (each) => grouped(job(each).done)],
    ['Done after', (each) => orNone(job(each).doneAfterSeconds ? duration(longest(each)) : undefined)],
    ['Machines taken away', (each) => orNone(each.spot && grouped(each.spot.interruptions))],
    ['Captions in hand that were lost', (each) => orNone(each.spot && grouped(each.spot.lostRequests))],
    ['Captions done again', (each) => grouped(job(each).redone)],
  ];
  return storySummary('Fifty thousand captions a night, five ways', all, rows, [
    `Spot takes ${percent(1 - aNight(spot) / aNight(onDemand))} off the night, not 60%: ${usd(aNight(spot))} instead of ${usd(aNight(onDemand))}. ${grouped(known(spot.spot).interruptions)} machines are taken away, and each of them`,
    `costs the start of another, which is paid, too: captions are done after ${duration(longest(spot))} instead of ${duration(longest(onDemand))}, and seven hours are asked. With two minutes of`,
    'notice what a machine has in hand is done before it goes, and what it did is saved: nothing is lost. Without a notice',
    `${grouped(known(noNotice.spot).lostRequests)} captions are lost in hand, and ${grouped(job(noNotice).redone)} are done again, fewer than 500 a machine, which is the checkpoint: ${usd(aNight(noNotice) - aNight(spot))}.`,
    '',
    `A cap of two dollars is kept to the cent, and stops the night with ${grouped(job(capped).done)} captions done and ${grouped(known(job(capped).listed['cost-cap']))} listed to be tried again.`,
    `One A100 on spot does the work of the four A10G in ${duration(longest(a100))}, for ${usd(aNight(a100))}: ${percent(1 - aNight(a100) / aNight(spot))} less.`,
    '',
    'What this does not show: the discount of 60% is the same for both GPUs and ours; one replication of one night; times of',
    'the steps of this model are carried over from other models, and off by up to 44% (the report has the range).',
  ]);
}

/** What a spare replica is for: the hours in which a zone was gone. */
export async function zoneStory(folder: string, data: string): Promise<string> {
  const all = await told(folder, data, 'two replicas', 'n-plus-one');
  const [two, three] = all.map(({ forecast }) => forecast);
  const [without, spare] = [known(gone(two)), known(gone(three))];
  // The mean hides it: both meet their service level.
  expect(two.slo[0].met).toBe(true);
  expect(three.slo[0].met).toBe(true);
  expect(without.held).toBe(false);
  expect(whenGone(two)).toBeLessThan(0.9);
  expect(without.missedHours).toBeGreaterThan(0);
  expect(spare).toMatchObject({ held: true, missedHours: 0 });
  expect(whenGone(three)).toBeGreaterThan(0.99);
  // Three zones fail more often than two.
  expect(spare.goneSeconds).toBeGreaterThan(without.goneSeconds);
  // What is in repair is not paid.
  const more = monthly(three) / monthly(two);
  expect(more).toBeGreaterThan(1.45);
  expect(more).toBeLessThan(1.55);

  const rows: readonly StoryRow[] = [
    ...COST_AND_LEVEL,
    ...GONE_ROWS,
    ['Time in which something was gone', (each) => duration(known(gone(each)).goneSeconds)],
  ];
  return storySummary('A zone is gone: two replicas, and one more', all, rows, [
    `Over five days two replicas keep their promise: ${percent(attained(two))} of requests are within the service level, 95% are asked. In the ${grouped(without.hours)} hours in which`,
    `a zone was gone it is ${percent(whenGone(two))}, and in ${grouped(without.missedHours)} of those hours fewer than 95%: what holds on average does not hold then. With one replica more, in a third`,
    `zone, it is ${percent(whenGone(three))} then, and in no hour too few, though something is gone for longer (${duration(spare.goneSeconds)} instead of ${duration(without.goneSeconds)}): three`,
    `zones fail more often than two. That costs ${usd(monthly(three) - monthly(two))} a month, ${percent(more - 1)} more.`,
    '',
    'What this does not show: a zone here fails every five days, so that five days have failures to be judged by; the share of hours',
    'concerned is therefore none to expect, what happens in them is. It is one replication.',
  ]);
}
