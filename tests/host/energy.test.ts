import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { planWindows } from '../../engine/simulate.ts';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import { windowKeys } from '../../host/run/windowKeys.ts';
import { poolSpec, simulationSpec } from '../engine/finance/handmade.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

/** Hardware of one's own, on at all times: 0.2 of depreciation a GPU-hour, 2 GPUs a replica, 0.25 a kWh. */
const OWNED = `fleetcast: 1
name: owned
horizon: { start: 2026-01-05, hours: 6 }
workloads:
  - { id: chat, tenant: t, target: h, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 500, outputTokens: 200 }
pools:
  - id: h
    gpusPerReplica: 2
    replicas: 2
    batching: { maxSequences: 16, kvBlocks: 3000 }
    stepTime: { linear: { baseMs: 20, perPromptTokenMs: 0.1, perSequenceMs: 0.5, perContextTokenMs: 0.0001 } }
    price: { owned: { perGpu: 8760, lifeYears: 5, watts: 700, pue: 1.4, perKwh: 0.25 } }
`;
const POWER = '    power: { idleWatts: 200, peakWatts: 1400, gramsCo2PerKwh: 380 }\n';

describe('energy', () => {
  let desk: Desk;
  const simulate = async (name: string, text: string): Promise<{ run: RunDocument; report: string }> => {
    desk.write(`${name}.yaml`, text);
    const out = join(desk.directory, name);
    const flags = [join(desk.directory, `${name}.yaml`), '--data-dir', join(desk.home, 'data'), '--out', out];
    const { stdout } = await runHere(['simulate', ...flags]);
    return {
      run: JSON.parse(readFileSync(join(out, 'forecast.json'), 'utf8')) as RunDocument,
      report: stdout,
    };
  };
  beforeAll(() => {
    desk = openDesk();
  });
  afterAll(() => desk.clear());

  it('is told where power is written, and is what owned hardware pays', async () => {
    const plain = await simulate('plain', OWNED);
    const { run, report } = await simulate('metered', OWNED + POWER);
    const [{ energy, busyShare, replicaHours }] = run.pools;
    // Linear steps count in full; the PUE is the owned hardware's.
    const kwh = (1.4 * (200 * replicaHours + 1200 * (busyShare ?? 0) * replicaHours)) / 1000;
    expect(energy?.kilowattHours).toBeCloseTo(kwh, 6);
    expect(energy?.kilogramsCo2).toBeCloseTo(0.38 * kwh, 6);
    expect(energy?.tokensPerJoule).toBeCloseTo((run.tokens.output ?? 0) / (kwh * 3.6e6), 9);
    expect(run.cost.total).toBeCloseTo(0.2 * 24 + 0.25 * kwh, 4);
    expect(run.prices[0].unitPrice).toBeCloseTo(0.2 + (0.25 * kwh) / 24, 9);
    expect(report).toMatch(/\nEnergy\n/);
    expect(report).toMatch(/h +4 +GPU +0\.\d{4} /);
    // Without it nothing is told, and a GPU pays its watts at all times.
    expect(Object.keys(plain.run.pools[0])).not.toContain('energy');
    expect(plain.report).not.toMatch(/\nEnergy\n/);
    expect(plain.run.cost.total).toBeCloseTo(24 * (0.2 + 0.7 * 1.4 * 0.25), 4);
    expect(plain.run.latencySeconds).toEqual(run.latencySeconds);
  });

  it('asks for watts that the catalogue has not, and takes no idle above the peak', async () => {
    desk.write('unknown.yaml', OWNED + '    power: { idleWatts: 200 }\n');
    const unknown = await runHere(['validate', join(desk.directory, 'unknown.yaml')]);
    expect(unknown.stdout + unknown.stderr).toContain('no thermal design power');
    desk.write('idle.yaml', OWNED + '    accelerator: h100\n    power: { idleWatts: 1500 }\n');
    const idle = await runHere(['validate', join(desk.directory, 'idle.yaml')]);
    expect(idle.stdout + idle.stderr).toContain('1400 W');
  });
});

it('does not name windows by watts, which are laid on what was counted', () => {
  const pool = poolSpec('p', { power: { idleWatts: 100, peakWatts: 700, pue: 1.2 } });
  const keysOf = (pools: SimulationSpec['pools']) =>
    windowKeys(
      simulationSpec({ hours: 24, pools }),
      planWindows(simulationSpec({ hours: 24, pools })),
      'v',
      new Map(),
    );
  const { power: _power, ...plain } = pool;
  expect(keysOf([{ ...pool, power: { idleWatts: 1, peakWatts: 2, pue: 1 } }])).toEqual(keysOf([pool]));
  expect(keysOf([plain])).not.toEqual(keysOf([pool]));
});
