import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { forecast, replicationMetrics } from '../../engine/forecast.ts';
import { emptyUsage } from '../../engine/usage/emptyUsage.ts';
import type { OverloadStop, Usage } from '../../engine/usage/usage.ts';
import { commitDocument } from '../../host/questions/commit/commitDocument.ts';
import { commitScenario } from '../../host/questions/commit/commitScenario.ts';
import { openSolver } from '../../host/questions/commit/openSolver.ts';
import { comparedPools } from '../../host/questions/compare/comparedPools.ts';
import { compareView } from '../../host/questions/compare/compareView.ts';
import { reportCharts } from '../../host/questions/forecast/charts.ts';
import { ledgerCsv, usageCsv } from '../../host/questions/forecast/csvFiles.ts';
import { reportSections } from '../../host/questions/forecast/sections/reportSections.ts';
import { forecastInput } from '../../host/questions/forecast/forecastInput.ts';
import { runHeader } from '../../host/questions/forecast/runHeader.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { openDesk, smallScenario } from './cliRunner.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

const desk = openDesk();
afterAll(() => desk.clear());

const STOP: OverloadStop = {
  pool: 0,
  cause: 'queue',
  atSeconds: 5400,
  hours: 2,
  inFlight: 1_000_128,
  waiting: 1_000_000,
  arrivedPerSecond: 300,
  servedPerSecond: 30,
};

function givenUp({ replications: [replication], ...usage }: Usage): Usage {
  return { ...usage, replications: [{ ...replication, stop: STOP }], stoppedWindow: 0 };
}

const OFFER = 'commitmentOffers: [{ id: sp, rule: aws-compute-savings-plan, discount: 30%, term: 1y }]';
const signal = new AbortController().signal;

it('a report shows what was counted as such, the cost of the fleet, and nothing that would be of the horizon', () => {
  const { usage: whole } = reportInput();
  const usage = givenUp({ hours: 3, replications: [whole], simulatedRequests: 1512, windows: 1 });
  const input = reportInput(PLAIN, 1, { usage });
  const { run } = input;
  expect(run.verdict).toBe(
    'Overloaded: the simulation was given up 90 min into the horizon, when 1,000,000 requests waited. Of 300 requests a second ' +
      '30.0 were served: to keep up takes about 10 replicas instead of 1, or at most that rate. The fleet as it is: USD 64,598 a month.',
  );
  const sections = reportSections(run);
  expect(sections.map(({ title }) => title).filter((title) => title.startsWith('Latency'))).toEqual([]);
  const [byTenant] = sections;
  expect(byTenant.table.rows).toHaveLength(1);
  expect(byTenant.notes.join(' ')).toContain('is not known: the simulation was given up');
  expect(reportCharts(input).map(({ id }) => id)).toEqual(['months']);
  const [, ...booked] = [...ledgerCsv(input)].join('').trim().split('\n');
  expect(booked).toHaveLength(3);
  for (const row of booked) expect(row).toContain(',compute,not attributed,,,');
  // Three hours of the horizon, of which two were simulated.
  expect([...usageCsv(input)].join('').trim().split('\n')).toHaveLength(1 + 2 * 3);
});

it('a comparison keeps no service level for it, and has no figures to hold against the others', async () => {
  const prepared = await prepareRun(join(desk.directory, desk.write('one.yaml', smallScenario())), {
    settings: [],
    signal,
  });
  const whole = emptyUsage(prepared.spec);
  const [calm, flooded] = [whole, givenUp(whole)].map((usage, i) => {
    const input = forecastInput(prepared, usage);
    return {
      compared: {
        label: `${i}`,
        document: prepared.document,
        forecast: forecast(input),
        metrics: replicationMetrics(input),
        seed: 1,
      },
      pools: comparedPools(prepared),
      resultId: `${i}`,
      documentId: `${i}`,
      isApproximate: false,
    };
  });
  const { lines } = compareView([calm, flooded]);
  expect(lines.map(({ keepsPromise }) => keepsPromise)).toEqual([null, false]);
  expect(lines[1]).toMatchObject({ p95TtftSeconds: null, isPareto: false, overloaded: true, place: 2 });
  expect(lines[1].costPerMonth).toBeGreaterThan(0);
});

it('commitments are planned for the fleet there is, and not for one that follows a load nobody knows', async () => {
  const path = join(desk.directory, desk.write('two.yaml', smallScenario({ more: OFFER })));
  const prepared = await prepareRun(path, { settings: [], signal });
  const usage = givenUp(emptyUsage(prepared.spec));
  const solver = openSolver(signal);
  try {
    const planned = await commitScenario(prepared, usage, { months: 12 }, solver.solve, () => undefined);
    const { assumptions } = commitDocument(runHeader(prepared, 1, 1), 'Two', 'USD', planned);
    expect(assumptions[0]).toMatch(
      /^Pool h100 is overloaded \(the simulation was given up 90 min into .*\): what is planned for are the replicas there are/,
    );
    const following = commitScenario(
      prepared,
      usage,
      { fleets: 'follow-load' },
      solver.solve,
      () => undefined,
    );
    await expect(following).rejects.toMatchObject({
      problems: [
        { path: 'commitmentPlan.fleets', suggestion: 'about 20 replicas instead of 2, or fewer requests' },
      ],
    });
  } finally {
    await solver.close();
  }
});
