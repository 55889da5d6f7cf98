import { steadyPaid } from '../../engine/usage/paidHours.ts';
import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { reportCharts } from '../../host/questions/forecast/charts.ts';
import { renderHtmlReport } from '../../host/questions/forecast/htmlReport.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

/** The text of each script element, as an HTML parser would see it: up to the first end tag. */
function scripts(page: string): readonly { readonly attributes: string; readonly text: string }[] {
  return [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script/gi)].map((match) => ({
    attributes: match[1],
    text: match[2],
  }));
}

describe('renderHtmlReport', () => {
  const page = renderHtmlReport(reportInput());

  it('needs nothing else: no address, and a policy that forbids all but its own two scripts', () => {
    const outside = page.replace(scripts(page)[1].text, '');
    expect(outside).not.toMatch(/(?:src|href)\s*=|url\(|@import/i);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const found = scripts(page);
    expect(found.map(({ attributes }) => attributes)).toEqual([
      ' type="application/json" id="charts"',
      '',
      '',
    ]);
    for (const { text } of found.slice(1)) {
      expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
      expect(() => new Script(text)).not.toThrow();
    }
    expect(page.match(/plotly\.js \(cartesian/g)).toHaveLength(1);
  });

  it('has every chart with a title, a sentence and a table', () => {
    const charts = JSON.parse(scripts(page)[0].text) as { id: string }[];
    expect(charts.map(({ id }) => id)).toEqual(['timeline', 'latency', 'tenants', 'months']);
    for (const { id } of charts) {
      expect(page).toMatch(
        new RegExp(`<p id="${id}-summary">[^<]+\\.</p>\\s*<div class="chart" id="${id}" role="img"`),
      );
      expect(page).toMatch(
        new RegExp(
          `id="${id}" role="img"[^>]*></div>\\s*<details><summary>[^<]+</summary><div class="scroll"><table>`,
        ),
      );
    }
    expect(page).toContain('prefers-color-scheme: dark');
  });

  it('tells the same as the text report', () => {
    const { run } = reportInput();
    expect(page).toContain('Idle capacity');
    expect(page).toContain('Not included in the total: staff');
    expect(page).toContain(run.verdict.replaceAll("'", '&#39;'));
  });

  it('marks every part of a quick estimate, and nothing of a full run', () => {
    const estimate = renderHtmlReport(reportInput(), true);
    const of = (text: string, part: RegExp): readonly string[] =>
      [...text.replace(scripts(text)[1].text, '').matchAll(part)].map((match) => match[1]);
    for (const part of [
      /<p class="verdict[^>]*>([^<]*)/g,
      /<p id="[^"]*-summary">([^<]*)/g,
      /<section><h2>([^<]*)/g,
    ]) {
      expect(of(estimate, part).length).toBeGreaterThan(0);
      expect(of(estimate, part).filter((text) => !text.startsWith('≈ '))).toEqual([]);
    }
    expect(estimate).toContain('≈ marks a quick estimate');
    expect(page.replace(scripts(page)[1].text, '')).not.toContain('≈');
  });

  it('runs no name that a user gave', () => {
    const attack = '</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'&<!--\u2028';
    const evil = renderHtmlReport(
      reportInput({ scenario: attack, workload: attack, tenant: attack, pool: attack }),
    );
    expect(scripts(evil)).toHaveLength(3);
    expect(scripts(evil).slice(1)).toEqual(scripts(page).slice(1));
    const visible = scripts(evil).reduce((rest, { text }) => rest.replace(text, ''), evil);
    expect(visible).not.toMatch(/<img|onerror=alert\(2\)>|<!--/);
    expect(visible).toContain('&#60;/script&#62;&#60;script&#62;alert(1)');
    const json = scripts(evil)[0].text;
    expect(json).not.toMatch(/[<>\u2028]/);
    // The charting library reads a little HTML in labels: names reach it escaped once more.
    const charts = JSON.parse(json) as {
      data: { name?: string }[];
      layout: { yaxis?: { ticktext?: string[] } };
    }[];
    for (const { data, layout } of charts) {
      for (const { name } of data) expect(name ?? '').not.toContain('<');
      for (const label of layout.yaxis?.ticktext ?? []) expect(label).not.toContain('<');
    }
    expect(charts[0].data[0].name).toContain('&lt;/script&gt;');
  });
});

describe('reportCharts', () => {
  it('draws what was counted', () => {
    const charts = reportCharts(reportInput());
    const [timeline, latency, tenants, months] = charts;
    expect(timeline.data[0]).toMatchObject({
      x: ['2026-01-31T22:00Z', '2026-01-31T23:00Z', '2026-02-01T00:00Z'],
      y: [1000, 500, 0],
    });
    expect(timeline.data[2]).toMatchObject({ name: 'h100: replicas', yaxis: 'y2', y: [1, 1, 1] });
    expect(timeline.data[3]).toMatchObject({ name: 'h100: in use', yaxis: 'y2', y: [0.9, 0.25, 0.001] });
    expect(timeline.data[4]).toMatchObject({ name: 'h100: at work', yaxis: 'y2', y: [1, 0.5, 0.01] });
    // 1,800 s of waiting in an hour: half a request waited on average.
    expect(timeline.data[5]).toMatchObject({ name: 'waiting', yaxis: 'y3', y: [0.5, 0, 0] });
    const [used, idle] = timeline.data.slice(6) as unknown as { y: number[] }[];
    // Of a replica’s 6 GPUs on an instance of 8.
    used.y.forEach((amount, hour) => expect(amount + idle.y[hour]).toBeCloseTo(88.49, 9));
    expect(used.y.map((amount) => amount / 88.49)).toEqual(
      [0.675, 0.1875, 0.00075].map((share) => expect.closeTo(share, 6)),
    );
    expect(timeline.summary).toBe(
      'Demand peaked at 1,010 requests in the hour of 2026-01-31, 22:00 UTC; h100 was used to 90% at most, and at work at most 100% of an hour; ' +
        'at most 0.5 requests waited on average, in the hour of 2026-01-31, 22:00 UTC.',
    );
    expect(timeline.table.rows[2].cells.slice(0, 6)).toEqual([
      '2026-02-01T00:00Z',
      '0',
      '2',
      '0.10%',
      '1.0%',
      '0.00',
    ]);
    expect(latency.data).toHaveLength(6);
    for (const { x, y } of latency.data as unknown as { x: number[]; y: number[] }[]) {
      expect(y.at(-1)).toBe(1);
      expect([...x].sort((a, b) => a - b)).toEqual(x);
      expect([...y].sort((a, b) => a - b)).toEqual(y);
    }
    expect(latency.layout['shapes']).toMatchObject([{ x0: 1 }, { x0: 0.05 }]);
    expect(
      (tenants.data[0] as unknown as { x: number[] }).x.reduce((sum, amount) => sum + amount, 0),
    ).toBeCloseTo(265.47, 9);
    expect(tenants.layout).toMatchObject({ yaxis: { ticktext: ['Idle capacity', 'research', 'support'] } });
    expect(months.data[0]).toMatchObject({ x: ['2026-01', '2026-02'], y: [176.98, 88.49] });
    expect(months.summary).toBe('The dearest of 2 months is 2026-01 with USD 177 in 2 hours.');
  });

  it('leaves out what it has no data for', () => {
    expect(reportCharts(reportInput(PLAIN, 1, { prices: [undefined] })).map(({ id }) => id)).toEqual([
      'timeline',
      'latency',
    ]);
  });

  it('draws days where hours would be too many', () => {
    const input = reportInput();
    const hours = 24 * 100;
    const long = (value: number): Float64Array => new Float64Array(hours).fill(value);
    const account = input.usage.accounts[0];
    const usage = {
      ...input.usage,
      accounts: input.usage.accounts.map(
        () =>
          Object.fromEntries(
            Object.keys(account).map((name) => [name, long(2)]),
          ) as unknown as typeof account,
      ),
      pools: [
        {
          ...input.usage.pools[0],
          busySeconds: long(900),
          usedSeconds: long(450),
          paid: steadyPaid(1, 0, hours),
        },
      ],
    };
    const [timeline] = reportCharts({ ...input, usage, spec: { ...input.spec, hours } });
    expect(timeline.title).toBe('Demand, capacity, queue and cost by day');
    const [requests, , , inUse, work, waiting] = timeline.data as unknown as { y: number[] }[];
    expect(requests.y).toEqual(new Array(100).fill(48));
    expect(inUse.y).toEqual(new Array(100).fill(0.125));
    expect(work.y).toEqual(new Array(100).fill(0.25));
    // Two accounts with 2 s of waiting an hour each.
    for (const value of waiting.y) expect(value).toBeCloseTo(4 / 3600, 12);
  });
});
