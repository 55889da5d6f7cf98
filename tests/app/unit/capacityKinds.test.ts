import { expect, it } from 'vitest';
import { capacitySchema } from '../../../engine/scenario/living/capacity/capacitySchema.ts';
import { livingFields } from '../../../engine/scenario/living/livingSchema.ts';
import {
  firstCapacity,
  firstInterruptions,
  firstReservationPrice,
  firstSpotPrice,
  interruptionsKind,
  placeOfSize,
  reservationPriceKind,
  reservedPlaces,
  spotPriceKind,
  stockKind,
  withMachines,
  withOnDemand,
  withoutEntry,
  withReserved,
  withStock,
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

const RESERVATION = { kind: 'reservation', nodes: 2 };
const STOCK = { counts: [{ second: 0, nodes: 3 }] };

it('keeps what is reserved and in stock when machines become spot, and back', () => {
  const capacity = [{ kind: 'on-demand', interruptions: STOCK }, RESERVATION];
  const spot = firstCapacity('spot', { capacity });
  expect(capacitySchema.safeParse(spot).error).toBeUndefined();
  expect(spot).toMatchObject([
    { kind: 'on-demand', replicas: 1, interruptions: STOCK },
    RESERVATION,
    { kind: 'spot' },
  ]);
  expect(firstCapacity('on-demand', { capacity: spot })).toEqual(capacity);
  expect(firstCapacity('on-demand', { capacity: [RESERVATION] })).toEqual([RESERVATION]);
  expect(withOnDemand({ capacity: spot }, undefined)[0]).toEqual({ kind: 'on-demand', interruptions: STOCK });
  expect(withOnDemand({ capacity: spot }, 3)[0]).toEqual({
    kind: 'on-demand',
    replicas: 3,
    interruptions: STOCK,
  });
});

it('adds what the schema takes, and removes it to nothing', () => {
  const reserved = withReserved({}, 'reservation', '2026-03-31T12:00');
  const both = withReserved({ capacity: reserved }, 'capacity-block', '2026-03-31T12:00');
  expect(capacitySchema.safeParse(both).error).toBeUndefined();
  expect(both[1]).toMatchObject({ from: '2026-03-31', until: '2026-04-01' });
  expect(capacitySchema.safeParse(withReserved({}, 'capacity-block', 'soon')).success).toBe(false);
  expect(reservedPlaces({ capacity: [{ kind: 'on-demand' }, ...both] })).toEqual([1, 2]);
  expect(withoutEntry({ capacity: both }, 0)).toEqual([both[1]]);
  expect(withoutEntry({ capacity: reserved }, 0)).toBeUndefined();
  for (const kind of ['none', 'discount', 'perGpuHour'] as const) {
    const price = firstReservationPrice(kind);
    expect(
      capacitySchema.safeParse([{ ...RESERVATION, ...(price && { price }) }]).error,
      kind,
    ).toBeUndefined();
    expect(reservationPriceKind(price)).toBe(kind);
  }
});

it('writes what is in stock, with spot or without, and takes it out to nothing', () => {
  const trace = firstInterruptions('trace');
  const stocked = withStock({}, trace);
  expect(stocked).toEqual([{ kind: 'on-demand', interruptions: trace }]);
  expect(capacitySchema.safeParse(stocked).error).toBeUndefined();
  expect(withStock({ capacity: stocked }, undefined)).toBeUndefined();
  expect(withStock({ capacity: [RESERVATION] }, trace)).toEqual([
    { kind: 'on-demand', interruptions: trace },
    RESERVATION,
  ]);
  expect([undefined, trace, STOCK].map(stockKind)).toEqual(['none', 'trace', 'rows']);
});

it('has machines of a size where some are, and takes it out without the rest', () => {
  expect(withMachines({}, 8)).toEqual([{ kind: 'on-demand', gpusPerNode: 8 }]);
  expect(withMachines({ capacity: [{ kind: 'on-demand', gpusPerNode: 8 }] }, undefined)).toBeUndefined();
  expect(withMachines({ capacity: [{ ...RESERVATION, gpusPerNode: 8 }] }, undefined)).toEqual([RESERVATION]);
  expect(withMachines({ capacity: [RESERVATION] }, 8)).toEqual([{ ...RESERVATION, gpusPerNode: 8 }]);
  expect(withMachines({}, undefined)).toBeUndefined();
});
