import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDocument } from '../../host/questions/forecast/runDocument.ts';
import { type Desk, openDesk, runHere } from './cliRunner.ts';

/** One replica that is gone for twenty seconds and starts for a minute, on the first day and the second. */
const scenario = (
  retry: string,
  windows: string,
  pool = 'queueSeconds: 5s, onLoss: fail',
): string => `fleetcast: 1
name: clients
horizon: { start: 2026-01-05, hours: 48 }
fidelity: { mode: every, windows: ${windows} }
workloads:
  - { id: chat, target: h, arrivals: { process: poisson, ratePerSecond: 0.2 }, promptTokens: 500, outputTokens: 100${retry} }
pools:
  - { id: h, model: llama-3.1-8b, replicas: 1, ${pool}, startUp: { boot: 60s }, failures: { repair: 20s, at: [{ second: 3600, replica: 0 }, { second: 108000, replica: 0 }] }, batching: { maxSequences: 16, kvBlocks: 3000 }, stepTime: { linear: { baseMs: 20 } }, price: { perGpuHour: 2 } }
`;
const RETRY = ', retry: { times: 3, backoff: 20s, factor: 1.5 }';

describe('clients that ask again', () => {
  let desk: Desk;
  const simulate = async (...given: Parameters<typeof scenario>): Promise<[RunDocument, string]> => {
    desk.write('s.yaml', scenario(...given));
    const file = join(desk.directory, 's.yaml');
    const { stdout } = await runHere(['simulate', file, '--json', '--data-dir', join(desk.home, 'data')]);
    const told = await runHere(['simulate', file, '--data-dir', join(desk.home, 'data')]);
    return [JSON.parse(stdout) as RunDocument, told.stdout];
  };
  beforeAll(() => {
    desk = openDesk();
  });
  afterAll(() => desk.clear());

  it('are turned away less often, and counted: the same in one window and in days', async () => {
    const [patient, report] = await simulate(RETRY, 'one');
    const [days] = await simulate(RETRY, 'days');
    const [once, silent] = await simulate('', 'one');
    const turnedAway = ({ pools: [{ fleet }] }: RunDocument): number =>
      (fleet?.rejectedNoReplica ?? 0) + (fleet?.rejectedLost ?? 0);
    const retries = patient.pools[0].fleet?.retries ?? 0;
    // Twice 80 s without a replica at one request in five seconds; the third time comes 95 s after the first.
    expect(turnedAway(once)).toBeGreaterThan(15);
    expect(turnedAway(patient)).toBe(0);
    expect(retries).toBeGreaterThan(turnedAway(once));
    expect(days.pools[0].fleet?.retries).toBe(retries);
    expect(report).toMatch(new RegExp(`Asked again by clients +${retries}\\b`));
    expect(once.pools[0].fleet).not.toHaveProperty('retries');
    expect(silent).not.toContain('Asked again');
  });

  it('are told that they never do, where nobody is turned away', async () => {
    desk.write('s.yaml', scenario(RETRY, 'one', 'onLoss: retry'));
    const { stderr } = await runHere(['validate', join(desk.directory, 's.yaml')]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'workloads.chat.retry: warning: never acts: h turns no request away',
    );
  });
});
