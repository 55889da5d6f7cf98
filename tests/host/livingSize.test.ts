import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import type { LivingSizeDocument } from '../../host/questions/size/livingSizeResult.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

const SCALED = `fleetcast: 1
name: scaled
horizon: { start: 2026-01-05, hours: 6 }
fidelity: { mode: every, replications: 1 }
workloads:
  - { id: chat, tenant: t, target: h, arrivals: { process: poisson, ratePerSecond: 1, hourOfWeek: business-hours }, promptTokens: 300, outputTokens: 100, slo: { ttftSeconds: 2, percentile: 0.9 } }
pools:
  - id: h
    autoscale: { kind: hpa, min: 2, max: 6, start: 3, metrics: [{ metric: outstanding, averageValue: 3 }] }
    startUp: { boot: 60s }
    capacity: [{ kind: on-demand, replicas: 2 }, { kind: spot, interruptions: { meanHours: 3 }, price: { perGpuHour: 1 }, fallback: on-demand }]
    batching: { maxSequences: 8, kvBlocks: 1000 }
    stepTime: { linear: { baseMs: 40, perPromptTokenMs: 0.2, perSequenceMs: 1 } }
    price: { perGpuHour: 3 }
`;

describe('fleetcast size of a pool with an autoscaler', () => {
  let desk: Desk;
  let file: string;
  beforeAll(() => {
    desk = openDesk();
    file = desk.write('scaled.yaml', SCALED);
  });
  afterAll(() => desk.clear());
  const flags = ['--min', '1,2', '--max', '3,6', '--target', '3,6', '--on-demand', '0,2'];

  it('finds the cheapest setting, which costs the same when it is simulated', async () => {
    const { stdout } = await runHere(['size', file, ...flags, '--json'], desk);
    const { best, own, settings, searched, tried } = JSON.parse(stdout) as LivingSizeDocument;
    // The scenario’s own is among the 16.
    expect(searched.choices).toBe(16);
    expect(tried).toHaveLength(16);
    expect(best?.keeps).toBe(true);
    expect(best?.costPerMonth).toBeLessThan(own?.costPerMonth ?? 0);
    expect(tried[0].label).toBe(best?.label);
    const set = settings.flatMap(({ path, value }) => ['--set', `${path}=${value}`]);
    const data = ['--data-dir', join(desk.home, 'data')];
    const run = JSON.parse(
      (await runHere(['simulate', file, ...set, '--json', ...data], desk)).stdout,
    ) as RunDocument;
    expect(run.costPerMonth).toBeCloseTo(best?.costPerMonth ?? 0, 6);
    expect(run.latencySeconds.ttft.p95).toBe(best?.p95TtftSeconds);
  });

  it('prints what was tried, and how to run the best', async () => {
    const { stdout, code } = await runHere(['size', file, ...flags], desk);
    expect(code).toBe(0);
    expect(stdout).toContain('is the cheapest that keeps every service level');
    expect(stdout).toContain('now 2 to 6 replicas');
    expect(stdout).toContain("--set 'pools.h.autoscale.metrics.0.averageValue=");
  });

  it('takes no flags of hardware, and those of an autoscaler for no other pool', async () => {
    const hardware = await runHere(['size', file, '--gpus', '1,2'], desk);
    expect(hardware.code).toBe(2);
    expect(hardware.stderr).toContain('the autoscaler’s settings are searched');
    const fixed = desk.write('fixed.yaml', SCALED.replace(/autoscale: .*/, 'replicas: 2'));
    const other = await runHere(['size', fixed, '--min', '1'], desk);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('is for a pool with an autoscaler');
    const wrong = await runHere(['size', file, '--target', 'much'], desk);
    expect(wrong.stderr).toContain('is no target');
  });
});
