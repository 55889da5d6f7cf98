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

/** Another process may take the machine in one of the two measurements: the best of three pairs counts. */
function ratio(name: string, base: string): number {
  const time = (of: string): number => measure(of, '2', 'alone').nanosecondsPerRequest;
  return Math.min(...Array.from({ length: 3 }, () => time(name) / time(base)));
}

describe('the engine’s speed, as ratios', () => {
  it('is at least 15 times the step-by-step oracle, and a share of a bare heap loop', () => {
    const { timesOracle, ofBareHeap } = measure('chat', '2');
    expect(timesOracle).toBeGreaterThan(15);
    // A request costs about a dozen pushes and pops of a heap of 128; a step-by-step loop, hundreds.
    expect(ofBareHeap).toBeGreaterThan(1 / 30);
  });

  it('does not feel the length of outputs: ten times as long, less than a quarter more time', () => {
    expect(ratio('output-x10', 'chat')).toBeLessThan(1.25);
  });

  it('is as quick on calibrated step times as on a line: less than twice the time', () => {
    expect(ratio('calibrated', 'chat')).toBeLessThan(2);
  });

  it('barely feels the number of replicas: 8 to 512, less than twice the time', () => {
    expect(ratio('512-replicas', 'chat')).toBeLessThan(2);
  });

  it('is quick where an autoscaler follows the load with 8 to 64 replicas: less than twice the time of a fixed fleet', () => {
    expect(ratio('living-8-to-64', 'chat')).toBeLessThan(2);
  });

  it('needs no more memory for 20 million requests than for one', () => {
    const [one, twenty] = [
      measure('chat', '1', 'alone').peakMemoryMB,
      measure('20-million', '1', 'alone').peakMemoryMB,
    ];
    expect(twenty / one).toBeLessThan(1.1);
  });
});
