import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SLOT } from '../../../engine/usage/requestSlot.ts';
import { recordWork } from '../../../engine/usage/recordWork.ts';
import { WORK_COLUMNS, type WorkHours } from '../../../engine/usage/usage.ts';
import { createWindowRecorder } from '../../../engine/usage/windowRecorder.ts';
import { windowUsage } from '../../../engine/usage/windowUsage.ts';
import { poolSpec, simulationSpec, workloadSpec } from '../finance/handmade.ts';

interface Request {
  readonly start: number;
  readonly first: number;
  readonly end: number;
  readonly prompt: number;
  readonly cached: number;
  readonly output: number;
}

/** Two accounts in two pools; a window of three hours from hour 5 of the horizon. */
const spec = simulationSpec({
  hours: 10,
  workloads: [workloadSpec('chat', 1), workloadSpec('batch', 0)],
  pools: [poolSpec('a'), poolSpec('b')],
  accounts: [
    { workload: 0, tenant: 'x' },
    { workload: 1, tenant: 'y' },
  ],
});
const [FROM, HOURS] = [5, 3];

/** The window's hour that holds a request, −1 where none does. */
function hourOf({ start, end }: Request): number {
  const hour = Math.floor(start / 3600) - FROM;
  return hour >= 0 && hour < HOURS && end <= (FROM + hour + 1) * 3600 ? hour : -1;
}

function workOf(requests: readonly Request[], account = 0, hourIn = hourOf): readonly WorkHours[] {
  const recorder = createWindowRecorder(spec, FROM, HOURS);
  for (const request of requests) {
    const { start, first, end, prompt, cached, output } = request;
    const slots = new Float64Array(2 * SLOT.SLOT_STRIDE);
    const at = SLOT.SLOT_STRIDE;
    slots[at + SLOT.ARRIVAL] = start;
    slots[at + SLOT.SCHEDULED] = start;
    slots[at + SLOT.FIRST_TOKEN] = first;
    slots[at + SLOT.COMPLETED_AT] = end;
    slots[at + SLOT.PROMPT] = prompt;
    slots[at + SLOT.CACHED] = cached;
    slots[at + SLOT.OUTPUT] = output;
    recordWork(
      recorder,
      account,
      spec.workloads[spec.accounts[account].workload].pool,
      slots,
      at,
      hourIn(request),
    );
  }
  const nothing = spec.pools.map(() => new Float64Array(HOURS));
  const ends = spec.pools.map(() => ({ inFlight: 0, waiting: 0 }));
  return windowUsage(recorder, spec, ends, nothing, requests.length).legs;
}

const whole: Request = { start: 0, first: 0, end: 0, prompt: 160, cached: 32, output: 11 };

it('books a request that one hour holds in that hour, with the account and pool it was of', () => {
  const legs = workOf([{ ...whole, start: 6 * 3600 + 10, first: 6 * 3600 + 12, end: 7 * 3600 }]);
  expect(legs).toMatchObject([
    { account: 0, pool: 1 },
    { account: 1, pool: 0 },
  ]);
  const [own, other] = legs;
  expect([...own.prefillTokens]).toEqual([0, 128, 0]);
  // Positions 33 … 160.
  expect([...own.attentionTokens]).toEqual([0, (160 * 161 - 32 * 33) / 2, 0]);
  expect([...own.outputTokens]).toEqual([0, 11, 0]);
  expect([...own.decodeTokens]).toEqual([0, 10, 0]);
  // 161 + … + 170.
  expect([...own.contextTokens]).toEqual([0, 1655, 0]);
  // 10 blocks while it prefills, then (160 + 5.5) / 16 and half of a block's other 15 tokens.
  expect(own.kvBlockSeconds[1]).toBeCloseTo(2 * 10 + 3588 * (165.5 / 16 + 7.5 / 16), 8);
  for (const name of WORK_COLUMNS) expect([...other[name]]).toEqual([0, 0, 0]);
});

it('spreads prefill and decoding evenly over the hours in which they go on, and leaves others to their windows', () => {
  // Prefill for 4 hours from an hour before the window, decoding for 2 that end an hour after it.
  const [own] = workOf([{ ...whole, start: 4 * 3600, first: 7 * 3600, end: 9 * 3600 }]);
  expect([...own.prefillTokens].map((tokens) => tokens / 128)).toEqual([
    expect.closeTo(1 / 3, 12),
    expect.closeTo(1 / 3, 12),
    0,
  ]);
  expect([...own.outputTokens]).toEqual([0, 0, 5.5]);
});

it('books what takes no time where it happens: the one token of a prefill that crosses an hour', () => {
  const [own] = workOf([
    { ...whole, start: 6 * 3600 - 1, first: 6 * 3600 + 3, end: 6 * 3600 + 3, output: 1 },
    // An encoder’s, that ends with the hour.
    { ...whole, start: 5 * 3600, first: 6 * 3600, end: 6 * 3600, output: 0 },
  ]);
  expect([...own.prefillTokens]).toEqual([32 + 128, 96, 0]);
  expect([...own.outputTokens]).toEqual([0, 1, 0]);
  for (const name of ['decodeTokens', 'contextTokens'] as const) expect([...own[name]]).toEqual([0, 0, 0]);
});

it('books all of a request that the window holds, wherever hours begin, and never a part below zero', () => {
  const instant = fc.oneof(
    fc.integer({ min: 20, max: 28 }).map((quarter) => quarter * 900),
    fc.double({ min: 18_000, max: 28_800, noNaN: true }),
  );
  const request = fc
    .record({
      at: fc.tuple(instant, instant, instant),
      prompt: fc.integer({ min: 1, max: 5000 }),
      cached: fc.nat(1),
      output: fc.nat(500),
    })
    .map(({ at, prompt, cached, output }): Request => {
      const [start, first, end] = at.sort((a, b) => a - b);
      return {
        start: Math.max(start, FROM * 3600),
        first: Math.max(first, FROM * 3600),
        end: Math.max(end, FROM * 3600),
        prompt,
        cached: Math.min(cached, prompt - 1),
        output,
      };
    });
  fc.assert(
    fc.property(request, fc.nat(1), (each, account) => {
      const own = workOf([each], account)[account];
      const sum = (name: keyof WorkHours): number => own[name].reduce((total, part) => total + part, 0);
      for (const name of WORK_COLUMNS) expect(Math.min(...own[name])).toBeGreaterThanOrEqual(0);
      // Spread over the one hour that holds it, it is the same.
      const spread = workOf([each], account, () => -1)[account];
      for (const name of WORK_COLUMNS)
        spread[name].forEach((value, h) =>
          expect(Math.abs(value - own[name][h])).toBeLessThanOrEqual(1e-9 * Math.max(1, own[name][h])),
        );
      const steps = Math.max(0, each.output - 1);
      const near = (value: number) => expect.closeTo(value, 5);
      expect(sum('prefillTokens')).toEqual(near(each.prompt - each.cached));
      expect(sum('outputTokens')).toEqual(near(each.output));
      expect(sum('decodeTokens')).toEqual(near(steps));
      expect(sum('contextTokens')).toEqual(near(steps * (each.prompt + each.output / 2)));
    }),
    { numRuns: 1000 },
  );
});
