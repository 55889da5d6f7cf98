import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsReplica, replicasHeld, wholeUnits } from '../../../engine/scenario/wholeUnits.ts';

/** Puts replicas into units one by one; a replica stands in one unit, or takes so many for itself. */
function packed(replicas: number, gpusPerReplica: number, gpusPerUnit: number): number {
  const free: number[] = [];
  for (let replica = 0; replica < replicas; replica++) {
    const unit = free.findIndex((gpus) => gpus >= gpusPerReplica);
    if (unit >= 0) free[unit] -= gpusPerReplica;
    else free.push(gpusPerUnit - gpusPerReplica);
  }
  return free.length;
}

const small = fc.integer({ min: 1, max: 24 });

describe('wholeUnits', () => {
  it('is what packing replicas into instances takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), small, small, (replicas, gpus, more) => {
        const unit = gpus + more - 1;
        expect(wholeUnits(replicas, gpus, unit)).toBe(packed(replicas, gpus, unit));
      }),
    );
  });

  it('is the contract’s formula where a unit holds whole replicas, or a replica whole units', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), small, small, (replicas, gpus, times) => {
        expect(wholeUnits(replicas, gpus, gpus * times)).toBe(Math.ceil(replicas / times));
        expect(wholeUnits(replicas, gpus * times, gpus)).toBe(replicas * times);
      }),
    );
    // Five replicas of 3 GPUs: 15 GPUs, and yet no two instances of 8 hold them.
    expect(wholeUnits(5, 3, 8)).toBe(3);
    expect(wholeUnits(0.5, 4, 8)).toBe(1);
    expect(wholeUnits(2 + 1e-12, 8, 8)).toBe(2);
  });

  it('holds as many replicas as so many units are paid for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), small, small, (units, gpus, unit) => {
        const held = replicasHeld(units, gpus, unit);
        expect(wholeUnits(held, gpus, unit)).toBeLessThanOrEqual(units);
        expect(wholeUnits(held + 1, gpus, unit)).toBeGreaterThan(units);
      }),
    );
  });
});

describe('holdsReplica', () => {
  it('takes a replica into one instance, and stages into several', () => {
    expect(holdsReplica(4, { gpusPerReplica: 4 })).toBe(true);
    expect(holdsReplica(4, { gpusPerReplica: 3 })).toBe(true);
    expect(holdsReplica(4, { gpusPerReplica: 8 })).toBe(false);
    expect(holdsReplica(4, { gpusPerReplica: 8, pipeline: 2 })).toBe(true);
    expect(holdsReplica(8, { gpusPerReplica: 24, pipeline: 2 })).toBe(false);
    expect(holdsReplica(8, { gpusPerReplica: 15, pipeline: 5 })).toBe(false);
    expect(holdsReplica(8, { gpusPerReplica: 9, pipeline: 2 })).toBe(false);
  });
});
