import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshAddress } from '../../../host/cli/freshAddress.ts';
import { openInBrowser } from '../../../host/cli/openInBrowser.ts';
import type { RunningServer } from '../../../host/serve/server.ts';
import { startTestServer, type TestServer } from './testServer.ts';

let running: TestServer;
let server: RunningServer;
beforeEach(async () => {
  running = await startTestServer();
  ({ server } = running);
});
afterEach(() => running.close());

const statusOf = async (address: string): Promise<number> =>
  (await fetch(address, { redirect: 'manual' })).status;

describe('opening in a browser', () => {
  it('tells the command line no key: it is in a page that only its owner can read, and goes with it', async () => {
    let told = '';
    await openInBrowser(server.invite, async (path) => {
      told = path;
    });
    expect(told).not.toMatch(/http|key/);
    expect(statSync(told).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(told)).mode & 0o777).toBe(0o700);
    const address = /url=(http:[^"]+)"/.exec(readFileSync(told, 'utf8'))?.[1] ?? '';
    expect(await statusOf(address)).toBe(303);
    expect(existsSync(dirname(told))).toBe(false);
    expect(await statusOf(address)).toBe(401);
  });

  it('takes the page away where no browser opens, or when told to', async () => {
    const paths: string[] = [];
    await openInBrowser(server.invite, async (path) => {
      paths.push(path);
      throw new Error('no browser');
    });
    const takeAway = await openInBrowser(server.invite, async (path) => void paths.push(path));
    expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
    takeAway();
    expect(existsSync(dirname(paths[1]))).toBe(false);
  });
});

it('has another address for the terminal as soon as one was used', async () => {
  const log: string[] = [];
  const seen = [freshAddress(server, (line) => log.push(line))];
  for (let browser = 1; browser <= 3; browser++) {
    expect(log).toHaveLength(browser - 1);
    expect(await statusOf(seen[browser - 1])).toBe(303);
    seen.push(/http:\S+$/.exec(log.at(-1) ?? '')?.[0] ?? '');
  }
  expect(new Set(seen).size).toBe(4);
  expect(log.join('\n')).toMatch(/^a browser was let in\. The next one is at http/);
});
