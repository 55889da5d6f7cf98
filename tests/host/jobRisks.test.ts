import { expect, it } from 'vitest';
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
