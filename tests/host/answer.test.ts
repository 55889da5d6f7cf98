import { describe, expect, it } from 'vitest';
import { answerRun } from '../../host/questions/answer/answerRun.ts';
import { resultWorkbook } from '../../host/questions/forecast/resultWorkbook.ts';
import { renderAnswer } from '../../host/report/answerHtml.ts';
import { ANSWER_FACTS, ANSWER_HEADINGS } from '../../host/report/answerPage.ts';
import { expectAnswered, saidOn } from './answeredPage.ts';
import { looks, simulated } from './crowdedAnswer.ts';
import { openedWorkbook } from './openedWorkbook.ts';
import { reportInput } from './reportFixture.ts';

interface Varied {
  readonly replicas: number;
  readonly ratePerSecond: number;
  readonly ttftSeconds?: number;
}

/** Half an hour’s worth of requests that take a second each alone, one at a time: a replica serves one a second. */
function scenario({ replicas, ratePerSecond, ttftSeconds = 30 }: Varied): object {
  return {
    fleetcast: 1,
    name: 'One at a time',
    horizon: { start: '2026-08-03', hours: 1 },
    workloads: [
      {
        id: 'asked',
        arrivals: { process: 'constant', ratePerSecond },
        promptTokens: 100,
        outputTokens: 1,
        target: 'pool',
        slo: { ttftSeconds, percentile: 0.95 },
      },
    ],
    pools: [
      {
        id: 'pool',
        replicas,
        batching: { maxSequences: 1, kvBlocks: 1000 },
        stepTime: { linear: { baseMs: 1000 } },
        price: { perGpuHour: 2 },
      },
    ],
  };
}

async function answered(varied: Varied) {
  const { prepared, run } = await simulated(scenario(varied));
  const page = await answerRun(prepared, run, false, looks);
  return { run, page, html: renderAnswer(page) };
}

describe('the page for management', () => {
  it('says up to which demand and step time promises are kept, as one at a time must come out', async () => {
    // Three replicas serve three a second; asked are two, so half as many more may come, and steps may be half as long again.
    const { run, page, html } = await answered({ replicas: 3, ratePerSecond: 2 });
    expectAnswered(html, ['Deploy it as it is, for USD 4,380 a month']);
    expect(run.costPerMonth).toBe(4380);
    const [demand, steps] = page.changes;
    expect(demand).toMatch(/^Demand: all promises are kept up to (4[5-9]|5[0-4])(\.\d)?% more/);
    expect(steps).toMatch(/^Step times: all promises are kept up to (4[5-9]|5[0-4])(\.\d)?% more/);
    expect(page.tone).toBe('good');
    const rows = page.runnersUp.table.rows.map(({ cells }) => cells);
    expect(rows.map(([deployment, cost, difference]) => [deployment, cost, difference])).toEqual([
      ['As asked', '4,380', '–'],
      ['2 replicas of pool, not 3', '2,920', '-1,460'],
      ['4 replicas of pool, not 3', '5,840', '+1,460'],
    ]);
    const { facts } = saidOn(html);
    expect(facts.get(ANSWER_FACTS.demand)).toContain('2.00 a second in every hour');
    expect(facts.get(ANSWER_FACTS.lengths)).toContain('prompts 100 always, outputs 1 always');
    expect(facts.get(ANSWER_FACTS.serviceLevels)).toContain(
      '95% of requests with time to first token up to 30 s',
    );
  });

  it('says not to deploy what misses its service level, and how many replicas would keep it', async () => {
    // Two a second at 1.9 replicas' worth would queue; at three they do not.
    const { page, html } = await answered({ replicas: 2, ratePerSecond: 2.2, ttftSeconds: 2 });
    expectAnswered(html, ['Do not deploy it as it is', '3 replicas of pool, not 2']);
    expect(page.tone).toBe('miss');
    expect(page.recommendation[1]).toBe(
      '3 replicas of pool, not 2, would keep every promise, for USD 4,380 a month (USD 1,460 more).',
    );
    expect(page.changes[0]).toMatch(/^Demand: promises are kept up to (8[6-9]|9\d)(\.\d)?% of it/);
  });

  it('says that more replicas would not mend what a request alone takes too long for', async () => {
    const { page, html } = await answered({ replicas: 2, ratePerSecond: 0.1, ttftSeconds: 0.5 });
    expectAnswered(html, ['Do not deploy it as it is', 'More replicas alone would not mend it']);
    expect(page.changes[1]).toMatch(
      /^Step times: promises would be kept with steps (49|5\d)(\.\d)?% shorter/,
    );
  });

  it('takes replicas away from all pools that have them to spare at once, for the sum of what each saves', async () => {
    const one = scenario({ replicas: 4, ratePerSecond: 1.1 }) as {
      workloads: object[];
      pools: object[];
    };
    const { prepared, run } = await simulated({
      ...one,
      workloads: [...one.workloads, { ...one.workloads[0], id: 'also', target: 'other' }],
      pools: [...one.pools, { ...one.pools[0], id: 'other', replicas: 3 }],
    });
    const page = await answerRun(prepared, run, false, looks);
    // Two replicas each are enough for 1.1 a second; three fewer of seven at 2 an hour save 4,380.
    expect(page.recommendation[1]).toContain('2 replicas of pool, not 4 and 2 replicas of other, not 3');
    expect(page.recommendation[1]).toContain('for USD 5,840 a month (USD 4,380 less)');
    expect(page.runnersUp.table.rows[1].cells.slice(1, 3)).toEqual(['5,840', '-4,380']);
  });

  it('tells of lengths what the document says of them', async () => {
    const one = scenario({ replicas: 3, ratePerSecond: 1 }) as { workloads: object[] };
    const { prepared, run } = await simulated({
      ...one,
      workloads: [{ ...one.workloads[0], promptTokens: { lognormal: { p50: 1020, p90: 2735 }, max: 8192 } }],
    });
    const page = await answerRun(prepared, run, false, looks);
    expect(page.restsOn.lengths).toContain('prompts 1,020 (2,735), outputs 1 always');
  });

  it('moves what is paid on demand along with its price, and not what is committed', async () => {
    const one = scenario({ replicas: 3, ratePerSecond: 1 });
    const { prepared, run } = await simulated({
      ...one,
      commitments: [{ id: 'held', rule: 'aws-reserved-instance', units: 2, discount: '50%', term: '1y' }],
    });
    const [text] = (await answerRun(prepared, run, false, looks)).changes.slice(-1);
    expect(text).toContain('moves the cost by USD 146 a month; the USD 1,460 that are committed stay');
  });

  it('is the first sheet of the workbook, with the same words, and leaves the others as they are', async () => {
    const { page } = await answered({ replicas: 3, ratePerSecond: 2 });
    const withPage = await openedWorkbook(await resultWorkbook(reportInput(), false, page));
    const without = await openedWorkbook(await resultWorkbook(reportInput()));
    expect(Object.keys(withPage)).toEqual(['Answer', ...Object.keys(without)]);
    for (const [name, sheet] of Object.entries(without)) expect(withPage[name].rows).toEqual(sheet.rows);
    const cells = withPage['Answer'].rows.flat().filter((cell) => typeof cell === 'string');
    for (const text of [
      ...Object.values(ANSWER_HEADINGS),
      ...Object.values(ANSWER_FACTS),
      ...Object.values(page.restsOn),
      ...page.recommendation,
      ...page.changes,
    ])
      expect(cells).toContain(text);
  });

  it('shows names that look like markup as they are', async () => {
    const { page } = await answered({ replicas: 3, ratePerSecond: 2 });
    const html = renderAnswer({
      ...page,
      name: '<img src=x onerror=alert(1)>',
      question: '"></p><script>1</script> 1',
    });
    expect(html).not.toMatch(/<img|<script/);
  });
});
