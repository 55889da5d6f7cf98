import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { OverloadStop } from '../../engine/usage/usage.ts';
import { emptyWindow } from '../../engine/usage/windowUsage.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { runScenario } from '../../host/run/runScenario.ts';
import { encodeWindow } from '../../host/store/windowBlob.ts';
import { openDesk, smallScenario } from './cliRunner.ts';

const desk = openDesk();
afterAll(() => desk.clear());

const STOP: OverloadStop = { pool: 0, cause: 'queue', atSeconds: 60, hours: 1, inFlight: 10, waiting: 8 };

it.each([0, 1])(
  'says of whom the audit trail is where replication %i is given up first',
  async (replication) => {
    const signal = new AbortController().signal;
    const file = join(desk.directory, desk.write('small.yaml', smallScenario()));
    const prepared = await prepareRun(file, { settings: [], signal });
    const stopped = prepared.plans.findIndex((plan) => plan.replication === replication);
    const joined: (readonly number[])[] = [];
    const warned: string[] = [];
    const usage = await runScenario(prepared, {
      dataDirectory: join(desk.home, `data${replication}`),
      fresh: true,
      makeRunner: () => ({
        inFlight: 1,
        run: ({ index, plan: { firstHour, hours } }) => {
          const window = emptyWindow(prepared.spec, firstHour, hours);
          const isGivenUp = index === stopped;
          const blob = encodeWindow(isGivenUp ? { ...window, stop: STOP } : window);
          return Promise.resolve({ kind: 'done', blob, isGivenUp });
        },
        close: () => Promise.resolve(),
      }),
      signal,
      requests: {
        parts: desk.directory,
        join: (windows) => {
          joined.push(windows);
          return Promise.resolve();
        },
        put: () => undefined,
        takeBack: () => undefined,
        dispose: () => undefined,
      },
      warn: (sentence) => warned.push(sentence),
    });
    expect(usage.stoppedWindow).toBe(stopped);
    // Two days: the rows are those of the first replication, as far as it counts.
    expect(joined).toEqual([replication === 0 ? [0] : [0, 1]]);
    expect(warned).toEqual(
      replication === 0 ? [] : [expect.stringContaining('of replication 2, which was given up')],
    );
  },
);
