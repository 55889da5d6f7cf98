import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Measured {
  readonly nanosecondsPerRequest: number;
  readonly timesOracle: number;
  readonly ofBareHeap: number;
  readonly peakMemoryMB: number;
}

/** A case of the benchmark in a process of its own. Ratios only: machines are noisy, and differ. */
function measure(...args: string[]): Measured {
  const script = join(import.meta.dirname, '..', 'bench', 'runCase.ts');
  return JSON.parse(execFileSync(process.execPath, [script, ...args], { encoding: 'utf8' })) as Measured;
}

/** Pairs at most: another process may take the machine in one of the two measurements. */
const PAIRS = 3;

/** Expects a case to take less than `limit` times what another takes, in one pair of measurements at least. */
function expectRatio(name: string, base: string, limit: number): void {
  const time = (of: string): number => measure(of, '2', 'alone').nanosecondsPerRequest;
  const ratios: number[] = [];
  while (ratios.length < PAIRS && !ratios.some((ratio) => ratio < limit))
    ratios.push(time(name) / time(base));
  expect(Math.min(...ratios), ratios.join(', ')).toBeLessThan(limit);
}

describe('the engine’s speed, as ratios', () => {
  it('is at least 15 times the step-by-step oracle, and a share of a bare heap loop', () => {
    const { timesOracle, ofBareHeap } = measure('chat', '2');
    expect(timesOracle).toBeGreaterThan(15);
    // A request costs about a dozen pushes and pops of a heap of 128; a step-by-step loop, hundreds.
    expect(ofBareHeap).toBeGreaterThan(1 / 30);
  });

  it('does not feel the length of outputs: ten times as long, less than a quarter more time', () => {
    expectRatio('output-x10', 'chat', 1.25);
  });

  it('is as quick on calibrated step times as on a line: less than twice the time', () => {
    expectRatio('calibrated', 'chat', 2);
  });

  it('barely feels the number of replicas: 8 to 512, less than twice the time', () => {
    expectRatio('512-replicas', 'chat', 2);
  });

  it('is quick where an autoscaler follows the load with 8 to 64 replicas: less than twice the time of a fixed fleet', () => {
    expectRatio('living-8-to-64', 'chat', 2);
  });

  it('is quick on spot that comes and goes, with failures: at half the rate of a fixed fleet or more', () => {
    expectRatio('spot-8-to-64', 'chat', 2);
  });

  it('needs no more memory for 20 million requests than for one', () => {
    const [one, twenty] = [
      measure('chat', '1', 'alone').peakMemoryMB,
      measure('20-million', '1', 'alone').peakMemoryMB,
    ];
    expect(twenty / one).toBeLessThan(1.1);
  });
});
