// How far a long file is read is told, and reading it can be called off, wherever files are read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostClient } from '../../host/api/shell.ts';
import { createBackRoom } from '../../host/backRoom/backRoom.ts';
import { inProcessClient } from '../../host/calls/inProcessClient.ts';
import { readCosts } from '../../host/questions/costs/readCosts.ts';
import type { Reading } from '../../host/run/inspectTraces.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { readingText } from '../../host/run/readingText.ts';
import { small } from './api/smallScenario.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetcast-reading-'));
  // A second passes whenever somebody looks: what is told at times is told each time.
  let seconds = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds++);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** Of several chunks; the rows are those of one hour. */
const TRACE = `at,prompt,completion\n${Array.from({ length: 60_000 }, (_, row) => `${row * 0.06},200,20`).join('\n')}\n`;
const scenario = (trace: string): string =>
  small({ trace: `./${trace}` })
    .replace('days: 1', 'trace: true')
    .replace('start: 2026-01-05, ', '');

function expectRising(shares: readonly number[]): void {
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeLessThan(1);
  expect(shares.at(-1)).toBe(1);
}

describe('a trace', () => {
  it.each([
    ['trace.csv', TRACE],
    ['trace.csv.gz', gzipSync(TRACE, { level: 0 })],
  ])('%s is told while it is read', async (name, content) => {
    const path = write(name, content);
    const told: Reading[] = [];
    await prepareRun(write('mine.yaml', scenario(name)), {
      settings: [],
      signal: new AbortController().signal,
      onReading: (reading) => told.push(reading),
    });
    expectRising(told.map(({ share }) => share));
    expect(new Set(told.map(({ file }) => file))).toEqual(new Set([path]));
    expect(readingText({ file: path, share: 0.349 })).toBe(`reading ${name}, 34 %`);
  });

  it('is read no further once that is called off', async () => {
    write('trace.csv', TRACE);
    const stop = new AbortController();
    let told = 0;
    const prepared = prepareRun(write('mine.yaml', scenario('trace.csv')), {
      settings: [],
      signal: stop.signal,
      onReading: () => {
        told++;
        stop.abort(new Error('called off'));
      },
    });
    await expect(prepared).rejects.toThrow('called off');
    expect(told).toBe(1);
  });
});

describe('a cost file', () => {
  const header = 'BillingCurrency,BilledCost,EffectiveCost,ChargePeriodStart,ChargePeriodEnd,ChargeCategory';
  const row = 'USD,1,1,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,Usage';
  const costs = (): string => write('costs.csv', `${header}\n${`${row}\n`.repeat(5000)}`);

  it('is told while it is read', async () => {
    const shares: number[] = [];
    await readCosts(costs(), false, {
      signal: new AbortController().signal,
      onRead: (bytes, ofBytes) => shares.push(bytes / ofBytes),
    });
    expectRising(shares);
  });

  it('is read no further once that is called off', async () => {
    const stop = new AbortController();
    const reading = readCosts(costs(), false, {
      signal: stop.signal,
      onRead: (bytes, ofBytes) => {
        if (bytes < ofBytes) stop.abort(new Error('called off'));
      },
    });
    await expect(reading).rejects.toThrow('called off');
  });
});

describe('in the app', () => {
  let room: ReturnType<typeof createBackRoom>;
  let host: HostClient;
  let documentId = '';
  const text = scenario('trace.csv');
  beforeEach(async () => {
    room = createBackRoom({ dataDirectory: join(folder, 'data'), workers: 1, warn: () => undefined });
    host = inProcessClient(room);
    ({ id: documentId } = await host.documents.create({ text }));
    await host.documents.importTrace({ documentId, file: new File([TRACE], 'trace.csv') });
  });
  afterEach(() => room.close());

  it('a run tells how far its trace is read, and then how far it is itself', async () => {
    const { id: runId } = await host.runs.start({ documentId, text });
    const shares: number[] = [];
    let last;
    for await (const info of await host.runs.watch({ runId })) {
      if (info.reading !== undefined) {
        expect(info).toMatchObject({ share: 0, reading: { file: 'trace.csv' } });
        shares.push(info.reading.share);
      }
      last = info;
    }
    expect(shares.length).toBeGreaterThan(0);
    expect(last).toMatchObject({ state: 'done', share: 1 });
    expect(last).not.toHaveProperty('reading');
  });

  it('a run is cancelled while its trace is read', async () => {
    const { id: runId } = await host.runs.start({ documentId, text });
    let last;
    for await (const info of await host.runs.watch({ runId })) {
      if (info.reading !== undefined) await host.runs.cancel({ runId });
      last = info;
    }
    expect(last).toMatchObject({ state: 'cancelled', windowsDone: 0 });
  });

  it.each(['size', 'commit'] as const)('%s tells it as its first steps', async (question) => {
    const sentences: string[] = [];
    const stop = new AbortController();
    try {
      for await (const event of await host.planning[question](
        { documentId, text },
        { signal: stop.signal },
      )) {
        if (event.kind !== 'progress') continue;
        sentences.push(event.sentence);
        stop.abort();
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    expect(sentences[0]).toMatch(/^reading trace\.csv, \d+ %$/);
  });
});
