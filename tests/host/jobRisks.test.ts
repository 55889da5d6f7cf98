import { expect, it } from 'vitest';
import type { Forecast } from '../../engine/forecast.ts';
import type { AnsweredRun } from '../../host/questions/answer/answeredRun.ts';
import { demandTimes } from '../../host/questions/answer/demandText.ts';
import { forecastAdvice } from '../../host/questions/answer/forecastAdvice.ts';
import { levelsText } from '../../host/questions/answer/levelText.ts';
import { toneOf } from '../../host/questions/answer/signing.ts';
import type { WhatIfs } from '../../host/questions/answer/whatIfs.ts';
import { prepareText } from '../../host/run/prepareRun.ts';
import type { JobFigures } from '../../engine/finance/fleets/jobFigures.ts';
import { keepsPromises, shortfall, whatBinds } from '../../engine/planning/size/sizeVerdict.ts';
import { jobsSentence } from '../../host/questions/answer/jobText.ts';
import { risksOf } from '../../host/questions/answer/risks.ts';
import { reportInput } from './reportFixture.ts';

const JOB: JobFigures = {
  id: 'nightly',
  pool: 'h100',
  runs: 6,
  items: 6000,
  done: 6000,
  redone: 0,
  listed: {},
  doneAfterSeconds: { p50: 3000, p95: 5400, most: 5400 },
  deadline: { seconds: 7200, lateRuns: 0 },
  cap: { amount: 12, stoppedRuns: 0, owedMean: 8, owedMost: 9 },
};

/** What is told of a job that is so. */
function told(over: Partial<JobFigures>) {
  const { run, spec } = reportInput();
  const jobs = [{ ...JOB, ...over }];
  return {
    risks: risksOf({ ...run, jobs }, spec, undefined).flatMap(({ text }) =>
      /nightly/.test(text) ? [text] : [],
    ),
    sentence: jobsSentence({ jobs }),
  };
}

it('says nothing of a job that is done in time, but that it is', () => {
  expect(told({})).toEqual({ risks: [], sentence: ' Job nightly: all 6 runs were done by the deadline.' });
  expect(told({ runs: 1 }).sentence).toBe(' Job nightly: its run was done by the deadline.');
  expect(told({ deadline: null }).sentence).toBe('');
});

it('tells of runs that overran, of a cap that stopped them, and of items that are left', () => {
  expect(told({ deadline: { seconds: 3600, lateRuns: 2 } })).toEqual({
    risks: [
      'Late job: 2 of 6 runs of nightly were not done 60 min after they began; the longest took 90 min.',
    ],
    sentence: ' Job nightly: 2 of 6 runs were late or not done at all.',
  });
  expect(
    told({
      deadline: null,
      cap: { amount: 12, stoppedRuns: 1, owedMean: 11, owedMost: 12 },
      listed: { 'cost-cap': 250, unfinished: 3, 'never-fits': 1.5 },
    }).risks,
  ).toEqual([
    'Cost cap: 1 of 6 runs of nightly was stopped by the cap of USD 12.00; 250 items a run are left to be tried again.',
    'Items of nightly: 1.5 of 6,000 a run are longer than the deployment can take, and are never done.',
    'Unfinished job: 3 of 6,000 items of nightly, a run, were not done a day after the horizon.',
  ]);
});

it('keeps no promise with a job that is late or left undone, and says which', () => {
  const { run } = reportInput();
  const of = (over: Partial<JobFigures>) => ({
    ...run,
    slo: [],
    overloaded: false,
    jobs: [{ ...JOB, ...over }],
  });
  const late = of({ deadline: { seconds: 3600, lateRuns: 3 } });
  expect(keepsPromises(late)).toBe(false);
  expect(shortfall(late)).toBe(0.5);
  expect(whatBinds(late)).toEqual({
    short: 'job nightly',
    sentence: 'nightly is late in 3 of 6 runs (the longest takes 90 min, 60 min asked)',
  });
  expect(keepsPromises(of({ done: 5400, deadline: null }))).toBe(false);
});

it('is good news where a job alone is in time, and bad where it is not', () => {
  const { run } = reportInput();
  const found = { agrees: true, steps: { factor: 4 }, replicas: [] } as unknown as WhatIfs;
  const of = (over: Partial<JobFigures>) =>
    toneOf({ ...run, slo: [], overloaded: false, jobs: [{ ...JOB, ...over }] }, found);
  expect([of({}), of({ done: 10 }), of({ deadline: null })]).toEqual(['good', 'miss', 'plain']);
});

it('does not ask for other hardware where a cap stopped a job', () => {
  const input = reportInput();
  const capped: Partial<JobFigures> = {
    done: 5000,
    listed: { 'cost-cap': 1000 },
    cap: { amount: 12, stoppedRuns: 6, owedMean: 12, owedMost: 12 },
  };
  const advice = (over: Partial<JobFigures>): string =>
    forecastAdvice({
      run: { ...input.run, slo: [], overloaded: false, jobs: [{ ...JOB, ...over }] },
      found: { agrees: true, replicas: [] },
      prepared: { spec: input.spec },
    } as unknown as AnsweredRun)[1];
  expect(advice(capped)).toBe(
    'Its cap of USD 12.00 stopped job nightly: a higher cap, fewer items or cheaper capacity would mend it.',
  );
  expect(advice({ deadline: { seconds: 60, lateRuns: 6 } })).toMatch(/^More replicas alone/);
});

it('asks no service level of what are jobs alone, and counts their items', async () => {
  const job = (rest: string) =>
    prepareText(
      {
        file: 'f',
        text: `fleetcast: 1
name: n
horizon: { start: 2026-01-01, hours: 24 }
jobs: [ { id: j, target: p, items: 50, at: "01:00", inFlight: 4, promptTokens: 1, outputTokens: 1${rest} } ]
pools: [ { id: p, replicas: 1, batching: { kvBlocks: 9 }, stepTime: { linear: { baseMs: 1 } } } ]
`,
        locateTrace: (path) => ({ path }),
      },
      { settings: [], signal: new AbortController().signal },
    );
  const forecast = { slo: [] } as unknown as Forecast;
  const dated = await job(', deadline: 7h');
  expect(levelsText(dated.spec, forecast)).toBe('Job j: each run done 7 h after it begins.');
  expect(demandTimes(dated.spec, 4)).toBe('200 items a run');
  const open = await job('');
  expect(levelsText(open.spec, forecast)).toMatch(/^0 are set: .* Job j: no deadline is set\.$/);
});
