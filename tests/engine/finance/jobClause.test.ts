import { expect, it } from 'vitest';
import { jobClause } from '../../../engine/finance/fleets/jobClause.ts';
import type { JobFigures } from '../../../engine/finance/fleets/jobFigures.ts';
import { keepsPromise } from '../../../engine/planning/promise.ts';
import { promiseRoom } from '../../../engine/planning/promiseRoom.ts';

const JOB: JobFigures = {
  id: 'captions',
  pool: 'p',
  runs: 2,
  items: 1000,
  done: 1000,
  redone: 0,
  listed: {},
  doneAfterSeconds: { p50: 5400, p95: 6000, most: 7200 },
  deadline: { seconds: 25_200, lateRuns: 0 },
  cap: null,
};
const LATE: JobFigures = { ...JOB, deadline: { seconds: 3600, lateRuns: 1 } };
const STOPPED: JobFigures = {
  ...JOB,
  done: 400,
  listed: { 'cost-cap': 600 },
  doneAfterSeconds: null,
  deadline: { seconds: 25_200, lateRuns: 2 },
  cap: { amount: 2, stoppedRuns: 2, owedMean: 2, owedMost: 2 },
};
const OPEN: JobFigures = { ...JOB, deadline: null };

it('says whether a job is done in time, and what is left of it', () => {
  expect(jobClause(JOB, 'USD')).toBe('captions is done in time (the longest takes 2 h, 7 h asked)');
  expect(jobClause(LATE, 'USD')).toBe(
    'captions is late in 1 of 2 runs (the longest takes 2 h, 60 min asked)',
  );
  expect(jobClause({ ...LATE, runs: 1 }, 'USD')).toBe(
    'captions is late (the longest takes 2 h, 60 min asked)',
  );
  expect(jobClause(OPEN, 'USD')).toBe('all runs of captions are done (the longest takes 2 h)');
  expect(jobClause(STOPPED, 'USD')).toBe(
    'captions leaves 600 of 1,000 items of a run undone (stopped by its cap of USD 2.00 in 2 of 2 runs)',
  );
  expect(jobClause({ ...STOPPED, cap: null, done: 997.5 }, 'USD')).toBe(
    'captions leaves 2.5 of 1,000 items of a run undone',
  );
  expect(jobClause({ ...JOB, runs: 0 }, 'USD')).toBe('no run of captions begins');
});

it('is a promise: to be done, and by its deadline', () => {
  const kept = (...jobs: JobFigures[]) => keepsPromise({ slo: [], overloaded: false, jobs });
  expect([kept(JOB), kept(LATE), kept(STOPPED), kept(OPEN), kept(JOB, LATE)]).toEqual([
    true,
    false,
    false,
    null,
    false,
  ]);
});

it('has room for longer steps as its deadline has, and none where a cap stops it', () => {
  const factor = (job: JobFigures): number =>
    promiseRoom({
      slo: [],
      overloaded: false,
      workloads: [],
      pools: [{ id: 'p', peakReplicas: 1 }],
      cost: { total: 1, byPool: { p: 1 } },
      costPerMonth: 1,
      performance: [],
      intervals: {},
      jobs: [job],
    } as never)[0].factor;
  expect([JOB, LATE, STOPPED, OPEN].map(factor)).toEqual([3.5, 0.5, 0.4, Number.POSITIVE_INFINITY]);
});
