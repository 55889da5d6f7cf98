import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountMicros, totalMicros } from '../../../engine/pricing/money.ts';
import { paidUnits } from '../../../engine/pricing/paidUnits.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import { wholeUnits } from '../../../engine/scenario/wholeUnits.ts';
import { meanPaid } from '../../../engine/usage/mergePaid.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours, SPOT, steadyPaid } from '../../../engine/usage/paidHours.ts';
import { closePaid, createPaidRecorder, setPaid } from '../../../engine/usage/paidRecorder.ts';
import { sharedData } from '../../sharedData.ts';
import { gpuHourPrice, instancePrice } from '../finance/handmade.ts';

const HOURS = 3;
const golden = sharedData('fleet', 'golden');

/** Changes as [second, replicas], in order of time. */
type Changes = readonly (readonly [number, number])[];

function recorded(changes: Changes, kind = COMMITTED_OR_ON_DEMAND): PaidHours {
  const recorder = createPaidRecorder(0, HOURS);
  for (const [at, level] of changes) setPaid(recorder, kind, at, level);
  return closePaid(recorder, HOURS * 3600);
}

/** Unit by unit: when each began and ended, and what it is billed by the hour. */
function unitByUnit(
  changes: Changes,
  unitsAt: (replicas: number) => number,
  minimum: number,
): readonly number[] {
  const seconds = new Array<number>(HOURS).fill(0);
  const end = HOURS * 3600;
  const most = Math.max(...changes.map(([, level]) => unitsAt(level)));
  for (let unit = 1; unit <= most; unit++) {
    let since: number | undefined;
    for (const [at, level] of [...changes, [end, 0] as const]) {
      if (unitsAt(level) >= unit) since ??= at;
      else if (since !== undefined) {
        for (let h = 0; h < HOURS; h++) {
          seconds[h] += Math.max(0, Math.min(at, (h + 1) * 3600) - Math.max(since, h * 3600));
        }
        if (at < end) seconds[Math.floor(at / 3600)] += Math.max(0, minimum - (at - since));
        since = undefined;
      }
    }
  }
  return seconds.map((each) => each / 3600);
}

const anyChanges = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: HOURS * 3600 - 1 }), fc.integer({ min: 0, max: 12 })), {
    minLength: 1,
    maxLength: 60,
    selector: ([at]) => at,
  })
  .map((changes): Changes => changes.sort(([a], [b]) => a - b));

const anySize = fc.record({
  gpusPerReplica: fc.constantFrom(1, 2, 3, 4, 8, 16),
  gpusPerUnit: fc.constantFrom(1, 4, 8),
  minimumSeconds: fc.constantFrom(0, 60, 3600),
});

describe('paidUnits', () => {
  it('bills every unit its own seconds, and its minimum where it is let go too soon', () => {
    fc.assert(
      fc.property(anyChanges, anySize, (changes, { gpusPerReplica, gpusPerUnit, minimumSeconds }) => {
        const price: PoolPrice = { ...instancePrice('p', 1, gpusPerUnit), minimumSeconds };
        const unitsAt = (replicas: number): number => wholeUnits(replicas, gpusPerReplica, gpusPerUnit);
        const found = paidUnits(recorded(changes), HOURS, gpusPerReplica, price);
        unitByUnit(changes, unitsAt, minimumSeconds).forEach((expected, h) => {
          expect(Math.abs(found[h] - expected)).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('costs the mean of replications what they cost on average', () => {
    fc.assert(
      fc.property(fc.array(anyChanges, { minLength: 2, maxLength: 4 }), anySize, (replications, size) => {
        const price: PoolPrice = {
          ...instancePrice('p', 1, size.gpusPerUnit),
          minimumSeconds: size.minimumSeconds,
        };
        const units = (paid: PaidHours): Float64Array => paidUnits(paid, HOURS, size.gpusPerReplica, price);
        const parts = replications.map((changes) => recorded(changes));
        const mean = units(meanPaid(parts));
        for (let h = 0; h < HOURS; h++) {
          const expected = parts.reduce((sum, part) => sum + units(part)[h], 0) / parts.length;
          expect(Math.abs(mean[h] - expected)).toBeLessThan(2e-9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is a minute at least of an instance, and what it was of a GPU, where the price says nothing else', () => {
    const paid = recorded([
      [100, 2],
      [106, 0],
    ]);
    // Two replicas of four GPUs: eight GPUs, or one instance.
    expect(paidUnits(paid, HOURS, 4, gpuHourPrice('p', 1))[0]).toBe(0.013333333);
    expect(paidUnits(paid, HOURS, 4, instancePrice('p', 1, 8))[0]).toBe(0.016666667);
  });

  it.skipIf(golden === undefined)('comes to the cap at which an independent reference stopped a job', () => {
    // By kind: money an hour of a unit. Replicas of four GPUs share instances of eight, of spot 60 % off, a minute at least.
    for (const [name, gpusPerReplica, byKind] of [
      ['46-job-cap', 1, [gpuHourPrice('b', 3.6)]],
      ['47-job-cap-instances', 4, [instancePrice('b', 24, 8), instancePrice('b', 9.6, 8)]],
    ] as const) {
      const { pools, jobs } = JSON.parse(
        readFileSync(join(golden as string, name, 'expected.json'), 'utf8'),
      ) as { pools: { timeline: number[][] }[]; jobs: { owed: number }[] };
      const costs = byKind.map((price, kind) => {
        const changes = pools[1].timeline.map((row) => [row[0], row[5 + kind]] as const);
        return amountMicros(price.unitPrice, paidUnits(recorded(changes), HOURS, gpusPerReplica, price)[0]);
      });
      expect(totalMicros(costs)).toBe(amountMicros(jobs[0].owed, 1));
    }
  });

  it('is whole of a fleet that stays, and leaves spot out', () => {
    expect([...paidUnits(steadyPaid(3, 0, HOURS), HOURS, 4, instancePrice('p', 1, 8))]).toEqual([2, 2, 2]);
    expect([...paidUnits(recorded([[0, 3]], SPOT), HOURS, 4, instancePrice('p', 1, 8))]).toEqual([0, 0, 0]);
  });
});
