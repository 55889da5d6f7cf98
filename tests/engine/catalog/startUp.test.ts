import { expect, it } from 'vitest';
import { startUpOf } from '../../../engine/catalog/startUpOf.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

const row = (id: string) => {
  const found = readCatalog().startUps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

it('reads the bytes of a model at the rate that was measured', () => {
  // Llama 3 8B: 15 GB in 14.34 s from a gp3 disk, 23.18 s until ready in all with 4.88 s of reading from S3.
  const small = startUpOf(15e9, row('new-node-network-disk'));
  expect(small.weights).toEqual({ type: 'fixed', value: expect.closeTo(14.34, 0) as number });
  expect(small.warmUp).toEqual({ type: 'fixed', value: expect.closeTo(23.18 - 4.88, 9) as number });
  // Qwen3 32B: 65.5 GB in 20.59 s from local NVMe, and in 1.25 s from host memory.
  const bytes = 65.5e9;
  expect(startUpOf(bytes, row('kept-node-local-nvme')).weights).toEqual({
    type: 'fixed',
    value: expect.closeTo(20.59, 1) as number,
  });
  expect(startUpOf(bytes, row('kept-node-host-memory')).weights).toEqual({
    type: 'fixed',
    value: expect.closeTo(1.25, 2) as number,
  });
});

it('leaves a range of times a law, and a stage that is not there no time', () => {
  expect(startUpOf(15e9, row('new-node-network-disk'))).toMatchObject({
    provision: { type: 'fixed', value: 5 },
    boot: { type: 'uniform', low: 180, high: 480 },
  });
  expect(startUpOf(15e9, row('kept-node-object-storage'))).toMatchObject({
    provision: { type: 'fixed', value: 0 },
    boot: { type: 'fixed', value: 0 },
    image: { type: 'fixed', value: 0 },
  });
});

it('is linear between the sizes that were measured, and held outside', () => {
  const seconds = (gigabytes: number) => startUpOf(gigabytes * 1e9, row('kept-node-local-nvme')).warmUp;
  expect(seconds(1)).toEqual({ type: 'fixed', value: 18.3 });
  expect(seconds(42.5)).toEqual({ type: 'fixed', value: expect.closeTo((18.3 + 145) / 2, 9) as number });
  expect(seconds(1000)).toEqual({ type: 'fixed', value: 145 });
});

it('says of every figure where it is from', () => {
  for (const { id, stages } of readCatalog().startUps) {
    const figures = Object.values(stages).filter((stage) => stage !== undefined);
    expect(figures.length, id).toBeGreaterThan(0);
    for (const { source, date } of figures) {
      expect(source.length, id).toBeGreaterThan(10);
      expect(date, id).toMatch(/^2026-/);
    }
  }
});
