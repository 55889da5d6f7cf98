import { expect, it } from 'vitest';
import { capacitySchema } from '../../../engine/scenario/living/capacity/capacitySchema.ts';
import { livingFields } from '../../../engine/scenario/living/livingSchema.ts';
import {
  firstCapacity,
  firstInterruptions,
  firstSpotPrice,
  interruptionsKind,
  placeOfSize,
  spotPriceKind,
  withOnDemand,
} from '../../../renderer/model/form/scaling/capacityKinds.ts';
import { FAILURE_CAUSES, firstFailures } from '../../../renderer/model/form/scaling/firstFailures.ts';

const spotWith = (fields: object): unknown => [
  { kind: 'spot', interruptions: { preset: 'calm' }, ...fields },
];

it('begins each kind with what the schema takes, and knows it again', () => {
  for (const kind of ['calm', 'constrained', 'meanHours', 'law', 'trace'] as const) {
    const interruptions = firstInterruptions(kind);
    expect(capacitySchema.safeParse(spotWith({ interruptions })).error, kind).toBeUndefined();
    expect(interruptionsKind(interruptions)).toBe(kind);
  }
  for (const kind of ['none', 'discount', 'perGpuHour', 'trace'] as const) {
    const price = firstSpotPrice(kind);
    expect(capacitySchema.safeParse(spotWith({ price })).error, kind).toBeUndefined();
    expect(spotPriceKind(price)).toBe(kind);
  }
  expect(interruptionsKind({ counts: [] })).toBe('rows');
  expect(spotPriceKind({ steps: [] })).toBe('steps');
  const failures = FAILURE_CAUSES.map((cause) =>
    firstFailures(cause, cause === 'at' ? [{ second: 60, replica: 0 }] : 4000),
  );
  for (const each of failures) expect(livingFields.failures.safeParse(each).error).toBeUndefined();
});

it('keeps machines as large as they were when their kind changes', () => {
  const owned = { price: { perGpuHour: 3 }, capacity: [{ kind: 'on-demand', gpusPerNode: 8 }] };
  const spot = firstCapacity('spot', owned);
  expect(capacitySchema.safeParse(spot).error).toBeUndefined();
  expect(spot).toMatchObject([
    { kind: 'on-demand', replicas: 1 },
    { kind: 'spot', gpusPerNode: 8 },
  ]);
  expect(placeOfSize({ capacity: spot })).toBe(1);
  expect(firstCapacity('on-demand', { capacity: spot })).toEqual(owned.capacity);
  expect(firstCapacity('on-demand', {})).toBeUndefined();
});

it('begins with a price of spot', () => {
  expect(firstCapacity('spot', { price: { instance: 'gcp/a3/us' } })?.[1]).toHaveProperty('price.discount');
});

it('has an entry on demand where some replicas are', () => {
  const spot = { kind: 'spot', interruptions: { preset: 'calm' } };
  expect(withOnDemand({ capacity: [spot] }, 2)).toEqual([{ kind: 'on-demand', replicas: 2 }, spot]);
  expect(withOnDemand({ capacity: [{ kind: 'on-demand', replicas: 2 }, spot] }, undefined)).toEqual([spot]);
});
