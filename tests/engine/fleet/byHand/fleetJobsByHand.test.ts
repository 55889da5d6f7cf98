import { describe, expect, it } from 'vitest';
import type { JobCapSpec, JobSpec } from '../../../../engine/scenario/jobs/jobSpec.ts';
import type { FleetJob, FleetJobResult } from '../../fleetOracle/fleetTypes.ts';
import { exact, fixed, livingPool, run } from '../../fleetOracle/handPool.ts';

/** Items of so many tokens each, which take as many seconds one after the other on each replica. */
function job(outputs: readonly number[], more: Partial<JobSpec> = {}): FleetJob {
  return {
    job: { id: 'j', pool: 0, items: outputs.length, firstSecond: 100, inFlight: 2, ...more },
    items: outputs.map((output) => ({ prompt: 1, output })),
  };
}

function cap(amount: number, minimumSeconds: number): JobCapSpec {
  const price = { pricePerUnitSecond: 1, gpusPerUnit: 1, minimumSeconds };
  return { amount, byKind: [price, price] };
}

const itemsOf = ({ items }: FleetJobResult): unknown[] =>
  items.map(({ arrival, row }) => [
    arrival,
    ...(row.outcome === 'completed' ? [row.replica, row.end] : [row.outcome]),
  ]);

describe('jobs by hand', () => {
  it('the next item arrives as one is done, after whoever arrives then', () => {
    const requests = [{ arrival: 103, prompt: 1, output: 5 }];
    const { rows, jobs } = run(livingPool({}, 1), requests, [job([3, 2, 2])]);
    // The second waits at the replica already; the third comes after the request.
    expect(itemsOf(jobs[0])).toEqual([
      [100, 0, 103],
      [100, 0, 105],
      [103, 0, 112],
    ]);
    expect(rows[0].end).toBe(110);
    expect(jobs[0]).toMatchObject({ done: 3, listed: 0, reason: undefined, endedAt: 112, owed: undefined });
  });

  it('what a lost replica has not saved is done again, first; one that drains empty has saved', () => {
    const failures = { repairSeconds: fixed(40), at: [{ second: 105, replica: 1 }] };
    const items = job([2, 2, 2, 2, 9, 9, 9], { inFlight: 2, checkpoint: 3 });
    const { jobs, counts } = run(livingPool({ failures }, 2), [], [items]);
    // Replica 1 has done the second and the fourth, and is at the sixth.
    expect(counts).toMatchObject({ redone: 2, lostRequests: 1, lossRetries: 1 });
    expect(itemsOf(jobs[0])).toEqual([
      [100, 0, 102],
      [100, 0, 124],
      [102, 0, 104],
      [102, 0, 126],
      [104, 0, 113],
      [104, 0, 122],
      [124, 0, 135],
    ]);
    const controller = exact([0, 2], [104, 1]);
    const drained = run(livingPool({ controller }, 2), [], [items]);
    expect(drained.counts.redone).toBe(0);
  });

  it('replicas that are there for a job are asked for at its start and let go at its end', () => {
    const { timeline, jobs } = run(
      livingPool({ releaseSeconds: 30 }, 2),
      [],
      [job([2, 4], { fleet: 'while-running' })],
    );
    expect(timeline).toEqual([
      [100, 2, 2, 0, 0, 0, 0],
      [110, 2, 2, 0, 0, 2, 0],
      [118, 2, 0, 2, 0, 2, 0],
      [122, 0, 0, 0, 0, 2, 0],
      [152, 0, 0, 0, 0, 0, 0],
    ]);
    expect(jobs[0]).toMatchObject({ done: 2, endedAt: 122 });
  });

  it('a cap stops a job at the very instant, after the ends of it, and others lose what they had there', () => {
    const requests = [{ arrival: 119, prompt: 1, output: 50 }];
    const more = { fleet: 'while-running', cap: cap(40, 0) } as const;
    const { timeline, rows, jobs, counts } = run(livingPool({ onLoss: 'fail' }, 2), requests, [
      job([2, 12, 3, 9, 9], { ...more, inFlight: 2 }),
    ]);
    // Two replicas from 110 on; the request waits behind the first item.
    expect(itemsOf(jobs[0])).toEqual([
      [100, 0, 120],
      [100, 1, 130],
      [120, 'rejected:cost-cap'],
      [130, 'rejected:cost-cap'],
      [130, 'rejected:cost-cap'],
    ]);
    expect(jobs[0]).toMatchObject({ done: 2, listed: 3, reason: 'cost-cap', endedAt: 130, owed: 40 });
    expect(timeline.at(-1)).toEqual([130, 0, 0, 0, 0, 0, 0]);
    expect(rows[0].outcome).toBe('rejected:lost');
    expect(counts).toMatchObject({ losses: 1, lostRequests: 1 });
  });

  it('a start whose minimum would pass the cap is not made: the job stops, and what began with it is nothing', () => {
    const more = { fleet: 'while-running', cap: cap(100, 60) } as const;
    const { events, booked, jobs } = run(livingPool({}, 2), [], [job([2, 2], more)]);
    expect(jobs[0]).toMatchObject({ done: 0, listed: 2, reason: 'cost-cap', endedAt: 110, owed: 0 });
    expect(events.slice(2).map(([at, what, replica]) => [at, what, replica])).toEqual([
      [110, 'paid', 0],
      [110, 'gone', 0],
      [110, 'gone', 1],
    ]);
    expect(booked[0]['committed-or-on-demand'].every(({ seconds, rises }) => seconds + rises === 0)).toBe(
      true,
    );
  });

  it('minimums of what is started are owed from the start, and a cap that only they fill is reached at once', () => {
    const more = { fleet: 'while-running', cap: cap(120, 60) } as const;
    const { jobs } = run(livingPool({}, 2), [], [job([2, 2], more)]);
    expect(jobs[0]).toMatchObject({ done: 0, listed: 2, endedAt: 110 });
    const { jobs: later } = run(livingPool({}, 2), [], [job([2, 70, 70], { ...more, cap: cap(130, 60) })]);
    // Both are paid for their minute until 170, and then for five seconds more.
    expect(later[0]).toMatchObject({ done: 1, listed: 2, endedAt: 175, owed: 130 });
  });

  it('the price of each hour', () => {
    const price = { pricePerUnitSecond: [1, 4], gpusPerUnit: 1, minimumSeconds: 0 };
    const more = {
      firstSecond: 3580,
      fleet: 'while-running',
      cap: { amount: 50, byKind: [price, price] },
    } as const;
    const { jobs } = run(livingPool({}, 1), [], [job([90], more)]);
    // Paid from 3590: 10 for the first hour, 40 for ten seconds of the second.
    expect(jobs[0]).toMatchObject({ reason: 'cost-cap', endedAt: 3610, owed: 50 });
  });

  it('an item that never fits is listed, and what is left a day after the horizon is unfinished', () => {
    const { jobs } = run(livingPool({}, 1), [], [job([2, 5000, 2])]);
    expect(itemsOf(jobs[0])).toEqual([
      [100, 0, 102],
      [100, 'rejected:kv'],
      [100, 0, 104],
    ]);
    const { jobs: never } = run(livingPool({}, 0), [], [job([1, 1, 1])]);
    expect(itemsOf(never[0])).toEqual([
      [100, 'unfinished'],
      [100, 'unfinished'],
      [90_000, 'unfinished'],
    ]);
    expect(never[0]).toMatchObject({ done: 0, listed: 3, reason: 'unfinished' });
  });

  it('replicas that are there for a job only are rolled out, too; one that nobody is there for is nothing', () => {
    const rollout = { seconds: [60, 120], surge: { replicas: 1 }, unavailable: { replicas: 0 } };
    const { jobs, timeline } = run(livingPool({ rollout }, 1), [], [job([30], { fleet: 'while-running' })]);
    expect(itemsOf(jobs[0])).toEqual([[100, 0, 148]]);
    expect(timeline).toEqual([
      [100, 1, 1, 0, 0, 0, 0],
      [110, 1, 1, 0, 0, 1, 0],
      [118, 1, 0, 1, 0, 1, 0],
      [120, 1, 1, 1, 0, 1, 0],
      [130, 1, 1, 1, 0, 2, 0],
      [138, 1, 0, 1, 1, 2, 0],
      [148, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('nobody stands by for one that brings its replicas, and a cap does not go with what is reserved', () => {
    const own = job([30], { fleet: 'while-running' });
    expect(() => run(livingPool({ warmStandby: 1 }, 1), [], [own])).toThrow('stands by');
    const capped = job([30], { fleet: 'while-running', cap: cap(100, 0) });
    const reserved = [
      { kind: 'reservation' as const, nodes: 1, fromSecond: 0, untilSecond: 600, hasOwnPrice: true },
    ];
    expect(() => run(livingPool({ reserved }, 1), [], [capped])).toThrow('a cap');
  });
});
