import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import { readCosts } from '../../host/questions/costs/readCosts.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCENARIOS = join(ROOT, 'scenarios');
const examples = readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'));
const dataDirectory = mkdtempSync(join(tmpdir(), 'fleetcast-examples-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

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
      `${forecast.cost.currency} ${figure(cost.total, 12)}, idle ${figure(cost.idle, 12)}`,
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
    ...forecast.pools.map(({ id, busyShare, preemptions, kvPeakShare }): [string, string] => [
      `Pool ${id}`,
      `busy ${figure(busyShare)}, KV peak ${figure(kvPeakShare)}, preemptions ${figure(preemptions, 12)}`,
    ]),
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

/** Total = tenants + idle, to the micro-unit; and the cost file says the same, and breaks no rule of FOCUS 1.2. */
async function expectReconciled({ cost }: Forecast, focusFile: string): Promise<void> {
  const micros = (value: number | null): number => Math.round((value ?? Number.NaN) * 1e6);
  const tenants = Object.values(cost.byTenant).reduce((sum: number, value) => sum + micros(value), 0);
  expect(tenants + micros(cost.idle)).toBe(micros(cost.total));
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
      const out = execFileSync(
        process.execPath,
        [
          join(ROOT, 'host', 'cli.ts'),
          'simulate',
          join(SCENARIOS, name),
          '--json',
          '--out',
          join(dataDirectory, name),
          '--data-dir',
          dataDirectory,
        ],
        { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const forecast = JSON.parse(out) as Forecast;
      await expect(summary(forecast)).toMatchFileSnapshot(
        join(SCENARIOS, name.replace('.yaml', '.summary.md')),
      );
      await expectReconciled(forecast, join(dataDirectory, name, 'focus.csv'));
    },
    240_000,
  );

  it('are four at least', () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
  });
});
