import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createStreams } from '../../host/backRoom/streams.ts';
import { Interrupted } from '../../host/run/interrupted.ts';
import { threadPool } from '../../host/run/threadPool.ts';
import { temporaryDirectory } from './api/doors.ts';
import { watchProcess } from './watchProcess.ts';

const { reached, stop } = watchProcess();
afterAll(stop);
afterEach(expectNothingReached);
function expectNothingReached(): void {
  expect(reached).toEqual([]);
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const each of stream) seen.push(each);
  return seen;
}

describe('a stream', () => {
  it('gives what its work told before it ended or failed', async () => {
    const { open } = createStreams();
    const told = async (tell: (event: number) => void): Promise<void> => {
      for (const each of [1, 2, 3]) tell(each);
    };
    expect(await all(open(told, undefined))).toEqual([1, 2, 3]);
    const failing = open<number>(async (tell) => {
      await told(tell);
      throw new Error('at the end');
    }, undefined);
    for (const value of [1, 2, 3]) expect(await failing.next()).toEqual({ done: false, value });
    await expect(failing.next()).rejects.toThrow('at the end');
    expect(await failing.next()).toEqual({ done: true, value: undefined });
  });

  it('does nothing until somebody looks', async () => {
    const { open } = createStreams();
    let begun = 0;
    const work = async (): Promise<void> => void begun++;
    const left = open(work, undefined);
    await left.return();
    await expect(open(work, AbortSignal.abort()).next()).rejects.toThrow(Interrupted);
    expect(begun).toBe(0);
    await open(work, undefined).next();
    expect(begun).toBe(1);
  });

  it('is left at once by a read that waits, whatever its work does afterwards', async () => {
    const { open } = createStreams();
    let signal: AbortSignal | undefined;
    const stream = open<number>(async (tell, given) => {
      signal = given;
      await pause(5);
      tell(1);
      throw new Error('heard by nobody');
    }, undefined);
    const waiting = stream.next();
    await pause(1);
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(signal?.aborted).toBe(true);
    await pause(10);
  });

  it('keeps the last thousand events for whoever is slow', async () => {
    const { open } = createStreams();
    const stream = open<number>(async (tell) => {
      for (let each = 0; each < 5000; each++) tell(each);
    }, undefined);
    const seen = await all(stream);
    expect(seen).toHaveLength(1000);
    expect(seen.at(-1)).toBe(4999);
  });

  it('ends with all others, and their end waits for their works', async () => {
    const streams = createStreams();
    let ended = 0;
    const reads = Array.from({ length: 3 }, () =>
      streams
        .open(async (_tell, signal) => {
          await pause(1000, undefined, { signal }).catch(() => undefined);
          await pause(5);
          ended++;
        }, undefined)
        .next(),
    );
    await pause(1);
    const closed = streams.close();
    for (const read of reads) await expect(read).rejects.toThrow(Interrupted);
    await closed;
    expect(ended).toBe(3);
  });
});

describe('threads', () => {
  const place = temporaryDirectory();
  afterAll(place.remove);
  const pool = (module: string) => {
    const file = join(place.directory, `${randomUUID()}.mjs`);
    writeFileSync(file, module);
    return threadPool<number, number>({ filename: pathToFileURL(file).href, name: 'work', threads: 1 });
  };

  it('fail their tasks, not the process, where they cannot start or are called off', async () => {
    const broken = pool('throw new Error("cannot start")');
    await expect(broken.run(1)).rejects.toThrow('cannot start');
    await broken.close();
    const busy = pool('export const work = () => { for (;;); };');
    const stopped = new AbortController();
    const task = busy.run(1, stopped.signal);
    setTimeout(() => stopped.abort('no error'), 20);
    await expect(task).rejects.toThrow();
    const [last] = await Promise.allSettled([busy.run(1), busy.close()]);
    expect(last.status).toBe('rejected');
  });

  it('give a task that was handed to a thread being ended to the next one', async () => {
    const quick = pool('export const work = (ms) => new Promise((done) => setTimeout(() => done(ms), ms));');
    await quick.run(0);
    const calledOff = new AbortController();
    const first = quick.run(5, calledOff.signal);
    const next = quick.run(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    // Its thread has said by then that it is free, and nobody has heard it yet.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    calledOff.abort();
    // On a busy machine it may have been heard before.
    await first.catch(() => undefined);
    expect(await next).toBe(1);
    await quick.close();
  });
});
