import { expect, it } from 'vitest';
import { forecast } from '../../../engine/forecast.ts';
import { collectUsage, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import { pooledSpec } from '../usage/pooledSpec.ts';

/** Two replicas whose steps take a millisecond, behind front ends that pass 8 requests a second each. */
async function found(ratePerSecond: number) {
  const plain = pooledSpec({
    hours: 2,
    ratePerSecond,
    fidelity: { mode: 'every', daysPerMonth: 0, replications: 1, windows: 'one' },
  });
  const spec = {
    ...plain,
    pools: plain.pools.map((pool) => ({
      ...pool,
      stepTime: {
        kind: 'linear' as const,
        baseSeconds: 0.001,
        perPromptTokenSeconds: 0,
        perSequenceSeconds: 0,
        perContextTokenSeconds: 0,
      },
      frontEnd: { requestSeconds: 0.125, promptTokenSeconds: 0, latencySeconds: 0, admissionSeconds: 0 },
    })),
  };
  const plans = planWindows(spec);
  const noTrace = () => {
    throw new Error('no trace here');
  };
  const window = await simulateWindow(spec, plans[0], { openTrace: noTrace });
  const usage = collectUsage(spec, plans, () => window, 0);
  return forecast({ name: 'front', currency: 'USD', spec, usage, prices: [undefined] });
}

it('a pool is overloaded where its front ends are, however idle its engines', async () => {
  const { overloaded, bottleneck, pools } = await found(20);
  expect(overloaded).toBe(true);
  expect(pools[0].busyShare).toBeLessThan(0.1);
  expect(bottleneck).toMatchObject({ kind: 'replicas', pool: 'pool' });
  expect(bottleneck.sentence).toContain(
    'front ends that take one request after the other at work 100% of it',
  );
  expect(pools[0].frontEnd).toMatchObject({ requestMs: 125, latencyMs: 0 });
});

it('and is not where they keep up', async () => {
  const { overloaded, bottleneck } = await found(12);
  expect(overloaded).toBe(false);
  expect(bottleneck.sentence).not.toContain('front end');
});
