import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { expectAnswered } from '../host/answeredPage.ts';
import type { SizeDocument } from '../../host/questions/size/sizeResult.ts';
import { grouped, money } from '../../engine/finance/plainText.ts';
import { openedWorkbook } from '../host/openedWorkbook.ts';
import { paidAt, sleepingFleet, sleepingSummary, startingHours } from './sleepingFleets.ts';
import { captionStory, spotStory, zoneStory } from './stories.ts';
import { readCosts } from '../../host/questions/costs/readCosts.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCENARIOS = join(ROOT, 'scenarios');
/** The page for management of each example, and of a comparison and a search of one. */
const ANSWERS = join(ROOT, 'docs', 'answers');
const examples = readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'));
const dataDirectory = mkdtempSync(join(tmpdir(), 'fleetcast-examples-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** What the command line prints. */
function fleetcast(...args: string[]): string {
  return execFileSync(
    process.execPath,
    [join(ROOT, 'host', 'cli.ts'), ...args, '--data-dir', dataDirectory],
    { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

/** Without the hash of a scenario that names a file of this machine. */
function comparable(page: string): string {
  return page.replace(/scenario [0-9a-f]{12}/, 'scenario …');
}

/** The figures an example is known by, as the file beside it shows them. */
function summary(forecast: Forecast): string {
  const figure = (value: number | null, digits = 4): string =>
    value === null ? 'no data' : String(Number(value.toPrecision(digits)));
  const { latencySeconds: latency, requests, cost } = forecast;
  const rows: [string, string][] = [
    [
      'Requests',
      `${figure(requests.arrived, 12)}, of them completed ${figure(requests.completed, 12)}, rejected ${figure(requests.rejected, 12)}`,
    ],
    [
      'Cost of the horizon',
      `${forecast.cost.currency} ${figure(cost.total, 12)}, of it capacity in use ${figure(forecast.usedCost, 12)}; idle ${figure(cost.idle, 12)}`,
    ],
    ['Per completed request', `${cost.currency} ${figure(forecast.unitCost.perRequest)}`],
    [
      'TTFT p50 / p95 / p99',
      `${figure(latency.ttft.p50)} / ${figure(latency.ttft.p95)} / ${figure(latency.ttft.p99)} s`,
    ],
    [
      'TPOT p50 / p95 / p99',
      `${figure(latency.tpot.p50)} / ${figure(latency.tpot.p95)} / ${figure(latency.tpot.p99)} s`,
    ],
    [
      'End to end p50 / p95 / p99',
      `${figure(latency.endToEnd.p50)} / ${figure(latency.endToEnd.p95)} / ${figure(latency.endToEnd.p99)} s`,
    ],
    ...forecast.slo.map(({ workload, attained, percentile, met }): [string, string] => [
      `Service level of ${workload}`,
      `${figure(attained)} of ${percentile} asked: ${met === true ? 'met' : 'missed'}`,
    ]),
    ...forecast.pools.map(
      ({ id, usedShare, loadShare, busyShare, preemptions, kvPeakShare }): [string, string] => [
        `Pool ${id}`,
        `used ${figure(usedShare)}, load ${figure(loadShare)}, busy ${figure(busyShare)}, KV peak ${figure(kvPeakShare)}, preemptions ${figure(preemptions, 12)}`,
      ],
    ),
  ];
  return [
    `# ${forecast.name}`,
    '',
    forecast.verdict,
    '',
    forecast.bottleneck.sentence,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    'Checked by `npm test`; after a change that is meant, `npx vitest run --project tests tests/examples -u` writes it anew.',
    '',
  ].join('\n');
}

/** Total = tenants + idle = capacity in use + idle by reason, to the micro-unit; and the cost file says the same, and breaks no rule of FOCUS 1.2. */
async function expectReconciled(
  { cost, usedCost, idleByReason }: Forecast,
  focusFile: string,
): Promise<void> {
  const micros = (value: number | null): number => Math.round((value ?? Number.NaN) * 1e6);
  const tenants = Object.values(cost.byTenant).reduce((sum: number, value) => sum + micros(value), 0);
  expect(tenants + micros(cost.idle)).toBe(micros(cost.total));
  const reasons = Object.values(idleByReason ?? {}).reduce((sum, part) => sum + micros(part.cost), 0);
  expect(micros(usedCost) + reasons).toBe(micros(cost.total));
  const bill = await readCosts(focusFile, true, { signal: new AbortController().signal });
  expect(bill).toMatchObject({ leftOut: [], notes: [], violations: { rows: 0 } });
  expect(bill.bills.map(({ currency, effective }) => [currency, micros(effective)])).toEqual([
    [cost.currency, micros(cost.total)],
  ]);
}

describe('the shipped examples', () => {
  it.each(examples)(
    '%s gives the summary beside it',
    async (name) => {
      const out = join(dataDirectory, name);
      const forecast = JSON.parse(
        fleetcast('simulate', join(SCENARIOS, name), '--json', '--out', out),
      ) as Forecast;
      await expect(summary(forecast)).toMatchFileSnapshot(
        join(SCENARIOS, name.replace('.yaml', '.summary.md')),
      );
      await expectReconciled(forecast, join(dataDirectory, name, 'focus.csv'));
      const answer = readFileSync(join(dataDirectory, name, 'answer.html'), 'utf8');
      expectAnswered(answer, [forecast.verdict.split(' a month')[0].replace(/^.*(?=USD )/, '')]);
      await expect(answer).toMatchFileSnapshot(join(ANSWERS, name.replace('.yaml', '.html')));
    },
    240_000,
  );

  it('of the replay, with one replica fewer and one that is too few: one page for the comparison', async () => {
    const replay = readFileSync(join(SCENARIOS, 'replay-your-trace.yaml'), 'utf8').replace(
      './traces/sample-trace.csv',
      join(SCENARIOS, 'traces', 'sample-trace.csv'),
    );
    const variant = (replicas: number): string => {
      const file = join(dataDirectory, `${replicas}.yaml`);
      const text = replay
        .replace('replicas: 3', `replicas: ${replicas}`)
        .replace('name: Replay of your own trace', `name: Replay on ${replicas} L4`);
      writeFileSync(file, text);
      return file;
    };
    const out = join(dataDirectory, 'comparison');
    const files = [3, 2, 1, 4].map(variant);
    const { lines } = JSON.parse(fleetcast('compare', ...files, '--json', '--out', out)) as {
      lines: { label: string; costPerMonth: number; place: number }[];
    };
    const best = lines.find(({ place }) => place === 1);
    const answer = readFileSync(join(out, 'answer.html'), 'utf8');
    expectAnswered(answer, [
      ...lines.map(({ label }) => label),
      ...lines.map(({ costPerMonth }) => grouped(costPerMonth)),
      `${best?.label} comes first, for ${money(best?.costPerMonth ?? 0, 'USD')} a month`,
    ]);
    const [first] = Object.values(await openedWorkbook(readFileSync(join(out, 'comparison.xlsx'))));
    expect(first.name).toBe('Answer');
    await expect(comparable(answer)).toMatchFileSnapshot(join(ANSWERS, 'comparison.html'));
  }, 240_000);

  it('of the replay: one page for the search', async () => {
    const out = join(dataDirectory, 'size');
    const scenario = join(SCENARIOS, 'replay-your-trace.yaml');
    const flags = ['--accelerator', 'l4-24gb,a10g-24gb,l40s-48gb', '--gpus', '1', '--json', '--out', out];
    const { best, alternatives } = JSON.parse(fleetcast('size', scenario, ...flags)) as SizeDocument;
    const answer = readFileSync(join(out, 'answer.html'), 'utf8');
    const accelerators = new Set(alternatives.map(({ accelerator }) => accelerator));
    expect(accelerators.size).toBeGreaterThan(1);
    expectAnswered(answer, [best?.label ?? 'none', `${money(best?.costPerMonth ?? 0, 'USD')} a month`]);
    const sheets = Object.values(await openedWorkbook(readFileSync(join(out, 'size.xlsx'))));
    expect(sheets.map(({ name }) => name)).toEqual([
      'Answer',
      'Cost against latency',
      'Cheapest of each kind',
      'Ruled out',
      'Source',
    ]);
    expect(sheets[2].row(2)[0]).toBe(alternatives[0].label);
    expect(JSON.parse(readFileSync(join(out, 'size.json'), 'utf8')).best).toEqual(best);
    await expect(answer).toMatchFileSnapshot(join(ANSWERS, 'size.html'));
  }, 240_000);

  it('that sleeps: a fixed fleet, Kubernetes’ autoscaler, the clock and a forecast', async () => {
    const folder = join(SCENARIOS, 'sleeping-assistant');
    const variants = ['hpa', 'schedule', 'predictive'].map((name) => join(folder, `${name}.yaml`));
    const files = [`${folder}.yaml`, ...variants];
    const { lines, verdict } = JSON.parse(fleetcast('compare', ...files, '--json')) as {
      verdict: string;
      lines: { keepsPromise: boolean; place: number }[];
    };
    expect(lines.map(({ keepsPromise }) => keepsPromise)).toEqual([true, true, true, true]);
    // The clock and the autoscaler cost the same to half a percent.
    const places = lines.map(({ place }) => place);
    expect([places[0], places[3], places[1] + places[2]]).toEqual([4, 3, 3]);
    const fleets = [];
    for (const file of files) fleets.push(await sleepingFleet(file, dataDirectory));
    const [fixed, hpa, schedule, predictive] = fleets;
    for (const asleep of [hpa, schedule, predictive]) {
      expect(paidAt(asleep, 2)).toBeLessThan(paidAt(fixed, 2) / 1.5);
      expect(asleep.forecast.usedShare ?? 0).toBeGreaterThan(fixed.forecast.usedShare ?? 1);
    }
    const p99 = fleets.map(({ forecast }) => forecast.latencySeconds.ttft.p99 ?? Number.NaN);
    expect(Math.min(p99[1], p99[3])).toBeGreaterThan(p99[2]);
    const costs = fleets.map(({ forecast }) => forecast.costPerMonth ?? Number.NaN);
    expect(Math.max(costs[1], costs[3]) / costs[2]).toBeLessThan(1.02);
    expect(costs[2] / costs[0]).toBeLessThan(0.75);
    expect(startingHours(predictive)).toBeGreaterThan(3 * startingHours(schedule));
    await expect(sleepingSummary(fleets, verdict)).toMatchFileSnapshot(join(folder, 'comparison.summary.md'));
  }, 240_000);

  it.each([
    ['spot-assistant', spotStory],
    ['overnight-captions', captionStory],
    ['zone-loss', zoneStory],
  ])(
    '%s and its variants tell their story',
    async (name, story) => {
      const folder = join(SCENARIOS, name);
      await expect(await story(folder, dataDirectory)).toMatchFileSnapshot(
        join(folder, 'comparison.summary.md'),
      );
    },
    240_000,
  );

  it('are four at least', () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
  });
});
