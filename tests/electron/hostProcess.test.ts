import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebContents as RealContents } from 'electron';
import { isHostMessage } from '../../host/api/hostMessages.ts';
import { startHost } from '../../electron/hostProcess.ts';
import { UtilityProcess, utilityProcess, WebContents } from './standIn.ts';

const REDEEMED = { kind: 'redeemed', number: 1, path: '/a.yaml' } as const;

beforeEach(() => {
  vi.useFakeTimers();
  utilityProcess.forked.length = 0;
  UtilityProcess.endsWhenAsked = true;
});
afterEach(() => vi.useRealTimers());

function started(onGivenUp: (deaths: number) => Promise<boolean> = () => Promise.resolve(false)) {
  const answer = (message: unknown) => (message === 'a question' ? REDEEMED : undefined);
  const host = startHost({ entry: '/host/main.js', answer, onGivenUp });
  const child = () => utilityProcess.forked.at(-1) as UtilityProcess;
  const dies = async () => {
    child().die(134);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { host, child, dies };
}

const page = () => {
  const contents = new WebContents();
  return { contents, given: contents as unknown as RealContents };
};

it('runs the host’s entry and answers what it asks', () => {
  const { child } = started();
  expect(child().entry).toBe('/host/main.js');
  for (const message of ['no question', 'a question', undefined]) child().emit('message', message);
  expect(child().messages).toEqual([REDEEMED]);
});

it('gives a window one end of a channel and the host the other', () => {
  const { host, child } = started();
  const { contents, given } = page();
  host.connect(given);
  expect(child().told).toEqual([{ kind: 'connect', ports: 1 }]);
  expect(contents.ports).toEqual([['fleetcast:host-port', { end: 'window' }]]);
});

describe('when the host dies', () => {
  it('starts it again, answers it, too, and gives windows new channels', async () => {
    const { host, child, dies } = started();
    const { contents, given } = page();
    host.connect(given);
    await dies();
    expect(utilityProcess.forked).toHaveLength(2);
    child().emit('message', 'a question');
    expect(child().told.map(({ kind }) => kind)).toEqual(['connect', 'redeemed']);
    expect(contents.ports).toHaveLength(2);
  });

  it('leaves windows alone that are gone', async () => {
    const { host, child, dies } = started();
    const { contents, given } = page();
    host.connect(given);
    contents.emit('destroyed');
    await dies();
    expect(child().told).toEqual([]);
    expect(contents.ports).toHaveLength(1);
  });

  it('asks at the third death within a minute, and gives up when told so', async () => {
    const onGivenUp = vi.fn<(deaths: number) => Promise<boolean>>().mockResolvedValue(false);
    const { dies } = started(onGivenUp);
    for (let death = 0; death < 3; death++) await dies();
    expect(onGivenUp).toHaveBeenCalledExactlyOnceWith(3);
    expect(utilityProcess.forked).toHaveLength(3);
  });

  it('counts anew when it is to try again', async () => {
    const onGivenUp = vi.fn<(deaths: number) => Promise<boolean>>().mockResolvedValue(true);
    const { dies } = started(onGivenUp);
    for (let death = 0; death < 5; death++) await dies();
    expect(onGivenUp).toHaveBeenCalledOnce();
    expect(utilityProcess.forked).toHaveLength(6);
  });

  it('forgets deaths of more than a minute ago', async () => {
    const onGivenUp = vi.fn<(deaths: number) => Promise<boolean>>().mockResolvedValue(false);
    const { dies } = started(onGivenUp);
    for (let death = 0; death < 6; death++) {
      await dies();
      await vi.advanceTimersByTimeAsync(31_000);
    }
    expect(onGivenUp).not.toHaveBeenCalled();
  });
});

describe('stop', () => {
  it('asks the host to end and waits for it, and does not start it again', async () => {
    const { host, child } = started();
    await host.stop();
    expect(child().told).toEqual([{ kind: 'stop', ports: 0 }]);
    expect(utilityProcess.forked).toHaveLength(1);
  });

  it('ends a host that does not listen', async () => {
    UtilityProcess.endsWhenAsked = false;
    const { host, child } = started();
    const stopped = host.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    expect(child().pid).toBeUndefined();
  });

  it('has nothing to wait for where there is no host any more', async () => {
    const { host, dies } = started();
    for (let death = 0; death < 3; death++) await dies();
    await expect(host.stop()).resolves.toBeUndefined();
  });
});

it.each([
  [{ kind: 'connect' }, true],
  [{ kind: 'stop' }, true],
  [REDEEMED, true],
  [{ kind: 'redeemed', number: 1 }, true],
  [{ ...REDEEMED, path: 1 }, false],
  [{ kind: 'redeemed', path: '/a.yaml' }, false],
  [{ kind: 'other' }, false],
  [undefined, false],
  ['connect', false],
])('%j is a message of the main process: %s', (value, expected) => {
  expect(isHostMessage(value)).toBe(expected);
});
