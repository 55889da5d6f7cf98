import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';

const JOB = 'id: j, target: p, items: 10, at: "01:00", inFlight: 4, promptTokens: 100, outputTokens: 10';

function problemsOf(jobs: string, pool = 'replicas: 2'): readonly { path: string; message: string }[] {
  const text = `fleetcast: 1
name: jobs
horizon: { start: 2026-01-01, hours: 24 }
workloads: [ { id: w, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 10, outputTokens: 10, target: p } ]
jobs: [ ${jobs} ]
pools: [ { id: p, ${pool}, batching: { kvBlocks: 100 }, stepTime: { linear: { baseMs: 10 } } } ]
`;
  const parsed = parseScenario(text, 'jobs.yaml', []);
  return 'problems' in parsed ? parsed.problems : [];
}

describe('what a job cannot be', () => {
  it('is accepted as written', () => {
    expect(problemsOf(`{ ${JOB}, deadline: 7h, checkpoint: 5 }`)).toEqual([]);
  });

  it.each([
    [
      'capped beside what is paid anyway',
      `{ ${JOB}, costCap: 5, fleet: while-running }`,
      'price: { perGpuHour: 1 }, capacity: [{ kind: reservation, nodes: 1 }]',
      'costCap',
      /does not go with a reservation of the pool: what is paid anyway is nobody’s to stop/,
    ],
    [
      'there alone, and beside those that stand by',
      `{ ${JOB}, fleet: while-running }`,
      'warmStandby: 1',
      'fleet',
      /its warmStandby are always there/,
    ],
    [
      'of a pool that is not there',
      `{ ${JOB.replace('target: p', 'target: q')} }`,
      'replicas: 2',
      'target',
      /there is no pool “q”/,
    ],
    [
      'a second of the name',
      `{ ${JOB} }, { ${JOB} }`,
      'replicas: 2',
      'id',
      /“j” is the id of an earlier one/,
    ],
    [
      'named as a workload',
      `{ ${JOB.replace('id: j', 'id: w')} }`,
      'replicas: 2',
      'id',
      /“w” is the id of a workload/,
    ],
    [
      'capped without replicas of its own',
      `{ ${JOB}, costCap: 5 }`,
      'replicas: 2, price: { perGpuHour: 2 }',
      'costCap',
      /it has none/,
    ],
    [
      'capped without a price',
      `{ ${JOB}, costCap: 5, fleet: while-running }`,
      'replicas: 2',
      'costCap',
      /needs a price/,
    ],
    [
      'with replicas that an autoscaler sets',
      `{ ${JOB}, fleet: while-running }`,
      'autoscale: { kind: hpa, max: 3, metrics: [{ metric: outstanding, averageValue: 2 }] }',
      'fleet',
      /so does its autoscale/,
    ],
    [
      'with replicas that are another job’s',
      `{ ${JOB}, fleet: while-running }, { ${JOB.replace('id: j', 'id: k')}, fleet: while-running }`,
      'replicas: 2',
      'fleet',
      /are there for job “j” already/,
    ],
    ['one that can never end', `{ ${JOB} }`, 'replicas: 2, queueSeconds: 0', 'target', /can never end/],
    ['without items', `{ ${JOB.replace('items: 10', 'items: 0')} }`, 'replicas: 2', 'items', /0/],
  ])('%s', (_what, jobs, pool, key, message) => {
    const found = problemsOf(jobs, pool);
    expect(found).toHaveLength(1);
    expect(found[0].path).toMatch(new RegExp(`^jobs\\.(j|k|w|1)?\\.?.*${key}$`));
    expect(found[0].message).toMatch(message);
  });
});

describe('a scenario without workloads', () => {
  const text = (demand: string): string => `fleetcast: 1
name: jobs alone
horizon: { start: 2026-01-01, hours: 24 }
${demand}
pools: [ { id: p, replicas: 2, batching: { kvBlocks: 100 }, stepTime: { linear: { baseMs: 10 } } } ]
`;
  const problemsIn = (demand: string) => {
    const parsed = parseScenario(text(demand), 'jobs.yaml', []);
    return 'problems' in parsed ? parsed.problems.map(({ path, message }) => [path, message]) : [];
  };

  it.each([`jobs: [ { ${JOB} } ]`, `workloads: []\njobs: [ { ${JOB} } ]`])(
    'may have jobs alone',
    (demand) => {
      expect(problemsIn(demand)).toEqual([]);
    },
  );

  it('needs one or the other', () => {
    expect(problemsIn('')).toEqual([['workloads', 'is missing: it must be a list']]);
    expect(problemsIn('workloads: []')).toEqual([
      ['workloads', 'is empty, and there are no jobs: nobody asks for anything'],
    ]);
  });
});
