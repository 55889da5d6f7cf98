import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeReplications, type MergeRow, mergeWindows } from '../../../engine/usage/mergeWindows.ts';
import { meanPaid } from '../../../engine/usage/mergePaid.ts';
import { COMMITTED_OR_ON_DEMAND, replicaHoursOf, steadyPaid } from '../../../engine/usage/paidHours.ts';
import { closePaid, createPaidRecorder, setPaid } from '../../../engine/usage/paidRecorder.ts';
import { meanOfReplications } from '../../../engine/usage/meanOfReplications.ts';
import { ACCOUNT_COLUMNS, LATENCIES, type WindowUsage } from '../../../engine/usage/usage.ts';
import { accountTotals, sumColumn } from '../../../engine/usage/usageTotals.ts';
import { accountHours, handmade, poolTotals, usageOf, workloadUsage } from '../finance/handmade.ts';

function windowOf(
  firstHour: number,
  hours: number,
  over: Partial<{
    arrived: number[];
    ttft: number[];
    busy: number[];
    waiting: number;
    drain: number;
    peak: number;
  }>,
): WindowUsage {
  return {
    firstHour,
    hours,
    ...handmade({
      accounts: [accountHours(hours, { arrived: over.arrived ?? [], completed: over.arrived ?? [] })],
      workloads: [workloadUsage({ ttft: over.ttft ?? [] }, { context: 1, kv: 0 })],
      pools: [
        {
          busySeconds: Float64Array.from({ length: hours }, (_, h) => over.busy?.[h] ?? 0),
          paid: steadyPaid(3, firstHour, hours),
          totals: poolTotals({
            steps: 10,
            preemptions: 2,
            kvPeakBlocks: over.peak ?? 0,
            waitingAtEnd: over.waiting ?? 0,
            drainSeconds: over.drain ?? 0,
          }),
        },
      ],
    }),
    simulatedRequests: 7,
  };
}

describe('mergeWindows', () => {
  it('copies hourly rows to each day and weights the rest', () => {
    const monday = windowOf(0, 2, {
      arrived: [1, 2],
      ttft: [0.5],
      busy: [10, 20],
      waiting: 9,
      drain: 4,
      peak: 5,
    });
    const other = windowOf(2, 2, {
      arrived: [3, 4],
      ttft: [2, 2],
      busy: [30, 40],
      waiting: 1,
      drain: 2,
      peak: 8,
    });
    const merged = mergeWindows([
      { window: monday, days: [0, 6] },
      { window: other, days: [2, 4, 8] },
    ]);
    expect(merged.hours).toBe(10);
    expect([...merged.accounts[0].arrived]).toEqual([1, 2, 3, 4, 3, 4, 1, 2, 3, 4]);
    expect([...merged.pools[0].busySeconds]).toEqual([10, 20, 30, 40, 30, 40, 10, 20, 30, 40]);
    expect([...replicaHoursOf(merged.pools[0].paid, 10)]).toEqual(new Array(10).fill(3));
    expect(merged.workloads[0].counts.ttft).toBe(2 * 1 + 3 * 2);
    expect(merged.workloads[0].sums.ttft).toBe(2 * 0.5 + 3 * 4);
    expect(sumColumn(merged.workloads[0].sketches.ttft)).toBe(8);
    expect(merged.workloads[0].rejectedBy).toMatchObject({ context: 5, kv: 0 });
    expect(merged.pools[0].totals).toMatchObject({
      steps: 50,
      preemptions: 10,
      kvPeakBlocks: 8,
      // The last day of the horizon is of the other window.
      waitingAtEnd: 1,
      drainSeconds: 2,
    });
    expect(merged.pools[0].worstEnd).toEqual({
      firstHour: 0,
      hours: 2,
      inFlightAtEnd: 0,
      waitingAtEnd: 9,
      drainSeconds: 4,
    });
    expect(merged.simulatedRequests).toBe(14);
  });

  it('refuses gaps, overlaps and hours outside', () => {
    const window = windowOf(0, 2, {});
    expect(() => mergeWindows([])).toThrow(RangeError);
    expect(() => mergeWindows([{ window, days: [] }])).toThrow('stands for no day');
    expect(() => mergeWindows([{ window, days: [0, 3] }])).toThrow('hour 2 is covered by no window');
    expect(() => mergeWindows([{ window, days: [0, 1] }])).toThrow('hour 1 is covered twice');
    expect(() => mergeWindows([{ window, days: [0] }], { firstHour: 0, hours: 1 })).toThrow(
      'hour 1 is outside',
    );
  });

  // Latencies are multiples of 1/8, so that every sum is exact and equality may be asked.
  const eighths = fc.array(
    fc.integer({ min: 0, max: 400 }).map((n) => n / 8),
    { maxLength: 5 },
  );
  const anyWindows = fc
    .array(
      fc.record({
        hours: fc.integer({ min: 1, max: 4 }),
        arrived: fc.array(fc.nat(50), { minLength: 4, maxLength: 4 }),
        ttft: eighths,
        waiting: fc.nat(3),
        drain: fc.nat(3),
        peak: fc.nat(9),
      }),
      { minLength: 2, maxLength: 7 },
    )
    .map((parts) => {
      let firstHour = 0;
      return parts.map(({ hours, arrived, ...rest }): MergeRow => {
        const row = {
          window: windowOf(firstHour, hours, { arrived: arrived.slice(0, hours), ...rest }),
          days: [firstHour],
        };
        firstHour += hours;
        return row;
      });
    });

  it('is associative over adjacent splits, and totals are sums', () => {
    fc.assert(
      fc.property(anyWindows, fc.nat(5), (rows, at) => {
        const cut = 1 + (at % (rows.length - 1));
        const whole = mergeWindows(rows);
        const start = rows[cut].window.firstHour;
        const left = mergeWindows(rows.slice(0, cut), { firstHour: 0, hours: start });
        const right = mergeWindows(rows.slice(cut), { firstHour: start, hours: whole.hours - start });
        const grouped = mergeWindows([
          { window: left, days: [0] },
          { window: right, days: [start] },
        ]);
        expect(grouped).toEqual(whole);
        for (const column of ACCOUNT_COLUMNS) {
          const sum = rows.reduce((total, { window }) => total + sumColumn(window.accounts[0][column]), 0);
          expect(accountTotals(whole, [0])[column]).toBe(sum);
        }
        for (const latency of LATENCIES) {
          expect(sumColumn(whole.workloads[0].sketches[latency])).toBe(whole.workloads[0].counts[latency]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('replications', () => {
  it('are merged one by one', () => {
    const rows = [{ window: windowOf(0, 2, { arrived: [1, 2] }), days: [0] }];
    const usage = mergeReplications([rows, rows], 2);
    expect(usage).toMatchObject({ hours: 2, windows: 2, simulatedRequests: 14 });
    expect(usage.replications).toHaveLength(2);
    expect(() => mergeReplications([rows], 3)).toThrow('hour 2 is covered by no window');
  });

  it('average to one usage with pooled histograms', () => {
    const a = windowOf(0, 2, { arrived: [1, 2], ttft: [1], busy: [10, 0], waiting: 2, drain: 1, peak: 3 });
    const b = windowOf(0, 2, { arrived: [3, 5], ttft: [2, 3], busy: [20, 5], waiting: 0, drain: 4, peak: 9 });
    const usage = mergeReplications([[{ window: a, days: [0] }], [{ window: b, days: [0] }]], 2);
    const mean = meanOfReplications(usage);
    expect([...mean.accounts[0].arrived]).toEqual([2, 3.5]);
    expect([...mean.pools[0].busySeconds]).toEqual([15, 2.5]);
    expect(mean.workloads[0].counts.ttft).toBe(1.5);
    expect(mean.workloads[0].sums.ttft).toBe(3);
    expect(sumColumn(mean.workloads[0].sketches.ttft)).toBe(3);
    expect(mean.pools[0].totals).toMatchObject({
      preemptions: 2,
      kvPeakBlocks: 9,
      waitingAtEnd: 1,
      drainSeconds: 2.5,
    });
    expect(mean.pools[0].worstEnd).toMatchObject({ waitingAtEnd: 2, drainSeconds: 1 });
    expect(mean.workloads[0].rejectedBy).toMatchObject({ context: 1, kv: 0 });
  });

  it('of which there is one are that one', () => {
    const replication = mergeWindows([{ window: windowOf(0, 1, {}), days: [0] }]);
    expect(meanOfReplications(usageOf(replication))).toBe(replication);
    expect(() =>
      meanOfReplications({ hours: 1, replications: [], simulatedRequests: 0, windows: 0 }),
    ).toThrow(RangeError);
  });
});

describe('paid replicas', () => {
  /** Hours [firstHour, firstHour + 2) of a pool that changes its number on the half-hour between them. */
  function changing(firstHour: number, first: number, second: number): WindowUsage {
    const recorder = createPaidRecorder(firstHour, 2);
    setPaid(recorder, COMMITTED_OR_ON_DEMAND, firstHour * 3600 - 100, first);
    setPaid(recorder, COMMITTED_OR_ON_DEMAND, firstHour * 3600 + 5400, second);
    const window = windowOf(firstHour, 2, {});
    return { ...window, pools: [{ ...window.pools[0], paid: closePaid(recorder, (firstHour + 2) * 3600) }] };
  }

  it('stand in every day that a window stands for, in order of time', () => {
    const merged = mergeWindows([
      { window: changing(2, 4, 6), days: [2, 6] },
      { window: changing(4, 1, 0), days: [0, 4] },
    ]);
    expect([...replicaHoursOf(merged.pools[0].paid, 8)]).toEqual([1, 0.5, 4, 5, 1, 0.5, 4, 5]);
    expect([...merged.pools[0].paid.hour]).toEqual([0, 1, 2, 3, 3, 3, 4, 5, 6, 7, 7, 7]);
  });

  it('are means over replications, those without a row included', () => {
    const [a, b] = [changing(2, 4, 6), changing(2, 2, 2)].map(({ pools }) => pools[0].paid);
    const mean = meanPaid([a, b]);
    expect([...mean.level].map((level, row) => [mean.hour[row], level, mean.seconds[row]])).toEqual([
      [0, 2, 1800],
      [0, 4, 1800],
      [1, 2, 1800],
      [1, 4, 900],
      [1, 5, 0],
      [1, 6, 900],
    ]);
    expect([...mean.rises]).toEqual([0, 0, 0, 0, 0.5, 0.5]);
    expect([...replicaHoursOf(mean, 2)]).toEqual([3, 3.5]);
  });
});
