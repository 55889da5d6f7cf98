import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compareForecasts } from '../../engine/planning/compare.ts';
import { compareView } from '../../host/questions/compare/compareView.ts';
import { compareText } from '../../host/questions/compare/compareText.ts';
import { roundedParts } from '../../host/report/amounts.ts';
import { renderTextReport } from '../../host/questions/forecast/textReport.ts';
import { PLAIN, reportInput } from './reportFixture.ts';

const plain = { colour: false, width: 100 };

describe('renderTextReport', () => {
  const { run } = reportInput();
  const report = renderTextReport(run, plain);

  it('says the verdict first, then what binds', () => {
    const flat = report.replace(/\n(?=\S)/g, ' ');
    expect(flat).toContain('Support on H100 3 hours from 2026-01-31T22:00:00.000Z, UTC');
    expect(flat.indexOf(run.verdict)).toBeGreaterThan(0);
    expect(flat.indexOf(run.bottleneck.sentence)).toBeGreaterThan(flat.indexOf(run.verdict));
    expect(report.indexOf('Cost by tenant')).toBeGreaterThan(0);
  });

  it('shows idle as its own line, and what the total leaves out beside it', () => {
    // One instance of 8 GPUs for 3 hours; 6 of 8 GPUs used, busy 1, ½ and 1/100 of an hour: 43.36 % idle.
    expect(report).toMatch(/Idle capacity +1\d\d\.\d\d +[\d,]+\.\d\d +\d+\.\d%/);
    expect(report).toMatch(/Total +265\.47 +64,597\.70 +100\.0%\n/);
    expect(report).toContain('Not included in the total: staff');
    const amounts = [...report.matchAll(/^ {2}(?:support|research|Idle capacity) +([\d,]+\.\d\d)/gm)].map(
      (match) => Math.round(Number(match[1].replaceAll(',', '')) * 100),
    );
    expect(amounts).toHaveLength(3);
    expect(amounts.reduce((sum, cents) => sum + cents, 0)).toBe(26_547);
  });

  it('names prices with their dates and sources, and how the run was made', () => {
    const flat = report.replace(/\s+/g, ' ');
    expect(flat).toContain(
      'on demand, per instance-hour of cloud-h100, valid from 2026-07-30, read on 2026-07-31, from a price list',
    );
    expect(flat).toContain(
      'Fleetcast 0.1.0, seed 7, scenario abcdef012345; 1,512 requests simulated in 1.9 s on 2 workers.',
    );
    expect(flat).toContain('within 0.78%');
    expect(flat).toContain('Rejected on arrival: 1 longer than the model’s context.');
    expect(flat).toContain('One replication: no intervals.');
  });

  it('stays within a page and uses no colour unless told', () => {
    for (const line of report.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(stripVTControlCharacters(report)).toBe(report);
    const coloured = renderTextReport(run, { colour: true, width: 100 });
    expect(coloured).not.toBe(report);
    expect(stripVTControlCharacters(coloured)).toBe(report);
  });

  it('keeps escape sequences in names off the terminal', () => {
    const evil = reportInput({
      scenario: 'a\u001b[31mb',
      workload: 'w\u001b]0;x\u0007',
      tenant: 't\r\n\u009b1m',
      pool: 'p\u202e',
    });
    expect(renderTextReport(evil.run, plain).replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
  });

  it('shows intervals where there are replications', () => {
    const many = renderTextReport(reportInput(PLAIN, 3).run, plain);
    expect(many).toContain('means of 3 simulated replications');
    expect(many).toMatch(/completed request +0\.176 +± 0\.0/);
    expect(many).toMatch(/Time to first token \(TTFT\).*\n +± /);
    expect(many.replace(/\s+/g, ' ')).toContain('Student’s t over 3 replications');
  });

  it('says so where nothing is known', () => {
    const unpriced = reportInput(PLAIN, 1, { prices: [undefined] });
    const told = renderTextReport(unpriced.run, plain);
    expect(told).toContain('The total is unknown: no price is given for h100.');
    expect(told).toMatch(/Total +– +– +–/);
    expect(told).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(report).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('sums a long list of tenants up', () => {
    const { run: many } = reportInput();
    const byTenant = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`tenant ${i}`, i + 1]));
    const told = renderTextReport({ ...many, cost: { ...many.cost, byTenant, idle: 0, total: 820 } }, plain);
    expect(told).toContain('tenant 39');
    expect(told).not.toContain('tenant 5 ');
    expect(told).toMatch(/21 more tenants +231\.00/);
  });
});

it('rounds parts so that they add up to the rounded total', () => {
  expect(roundedParts(1, [1 / 3, 1 / 3, 1 / 3], 2)).toEqual([0.34, 0.33, 0.33]);
  expect(roundedParts(10, [4.6, 3.5, 1.9], 0)).toEqual([5, 3, 2]);
});

describe('compareText', () => {
  const before = reportInput().run;
  const after = reportInput(PLAIN, 1, { currency: 'USD' }).run;
  const scenario = (label: string, forecast: typeof before, replicas: number, total: number) => ({
    label,
    document: { pools: [{ id: 'h100', replicas }] },
    metrics: [],
    seed: 7,
    forecast: { ...forecast, cost: { ...forecast.cost, total } },
  });
  const scenarios = [scenario('a.yaml', before, 1, 200), scenario('b.yaml', after, 2, 250)];
  const textOf = (compared: typeof scenarios): string => {
    const view = compareView(
      compared.map((each, i) => ({
        compared: each,
        pools: [
          {
            id: 'h100',
            gpusPerReplica: 8,
            replicas: { least: i + 1, most: i + 1 },
            accelerator: 'NVIDIA H100',
          },
        ],
        resultId: each.label,
        documentId: each.label,
        isApproximate: false,
      })),
    );
    const comparison = {
      ...compareForecasts(compared),
      ...view,
      verdicts: compared.map(({ label, forecast }) => ({ label, verdict: forecast.verdict })),
      runs: [],
    };
    return compareText({ ...comparison, scenarios: compareForecasts(compared).scenarios }, plain);
  };
  const told = textOf(scenarios);

  it('says what to take, each line’s figures with the baseline marked, what differs in words, and each difference', () => {
    expect(told).toMatch(/^a\.yaml is the cheapest that keeps/);
    expect(told).toMatch(/All of them: accelerator NVIDIA H100; GPUs per replica 8;/);
    expect(told).toMatch(/ 1 {2}a\.yaml \(baseline\) +1 +8\n +2 {2}b\.yaml +2 +16\n/);
    expect(told).toMatch(/USD a month .*TTFT p95, s.*\n +1 {2}a\.yaml \(baseline\) +64,598 /);
    expect(told).toMatch(/Fleet: Replicas +1 +1\n +2 +2\n/);
    expect(told).not.toMatch(/pools\.|[{[]"/);
    expect(told.replace(/\s+/g, ' ')).toContain('the latencies of a.yaml and b.yaml cannot be told apart');
    expect(told).toMatch(/Cost of the horizon \(USD\) +200 +250 +\+50\.00 +\+25\.0% +± 0\.00 +real\n/);
    expect(told).toMatch(/time to first token, p95 .* – +equal\n/);
    expect(told).toContain('95% interval');
  });

  it('has one line of figures each for many', () => {
    const many = textOf(Array.from({ length: 9 }, (_, i) => scenario(`s${i}`, before, i + 1, 200 + i)));
    expect(many).toMatch(/\n +9 {2}s8 +9 +72\n/);
    expect(many).not.toContain('Cost of the horizon');
    expect(many).toContain('--json');
  });

  it('says so when the documents do not differ', () => {
    const same = textOf([scenarios[0], { ...scenarios[0], label: 'again' }]);
    expect(same).toContain('Nothing but the names.');
    expect(same).toContain('equal');
  });
});
