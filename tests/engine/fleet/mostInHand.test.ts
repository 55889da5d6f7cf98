import { expect, it } from 'vitest';
import { mostInHand } from '../../../engine/fleet/mostInHand.ts';
import { poolSpec } from '../finance/handmade.ts';

it('holds full batches of any fleet, what comes at once, and a million on top', () => {
  const small = poolSpec('p');
  const of = (replicas: number, maxSequences: number): number =>
    mostInHand(
      {
        pools: [{ ...small, replicas, batching: { ...small.batching, maxSequences } }],
        workloads: [
          { id: 'w', pool: 0, arrivals: { kind: 'batch', count: 70, atSeconds: 0, everyDays: 1 } },
          { id: 'elsewhere', pool: 1, arrivals: { kind: 'batch', count: 900, atSeconds: 0, everyDays: 1 } },
        ],
      },
      0,
    );
  expect(of(2, 8)).toBe(1_000_000 + 16 + 70);
  expect(of(10_000, 512)).toBe(1_000_000 + 5_120_000 + 70);
});
