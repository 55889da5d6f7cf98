import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebContents as RealContents } from 'electron';
import { isHostMessage } from '../../host/api/hostMessages.ts';
import { startHost } from '../../electron/hostProcess.ts';
import { UtilityProcess, utilityProcess, WebContents } from './standIn.ts';

const GRANT = { kind: 'grant', ticket: 't', path: '/a.yaml', purpose: 'read' } as const;

beforeEach(() => {
  vi.useFakeTimers();
  utilityProcess.forked.length = 0;
  UtilityProcess.endsWhenAsked = true;
});
afterEach(() => vi.useRealTimers());

function started(onGivenUp: (deaths: number) => Promise<boolean> = () => Promise.resolve(false)) {
  const host = startHost({ entry: '/host/main.js', memory: () => [GRANT], onGivenUp });
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

it('runs the host’s entry and passes on what it is told', () => {
  const { host, child } = started();
  host.tell(GRANT);
  expect(child().entry).toBe('/host/main.js');
  expect(child().messages).toEqual([GRANT]);
});

it('gives a window one end of a channel and the host the other', () => {
  const { host, child } = started();
  const { contents, given } = page();
  host.connect(given);
  expect(child().told).toEqual([{ kind: 'connect', ports: 1 }]);
  expect(contents.ports).toEqual([['fleetcast:host-port', { end: 'window' }]]);
});

describe('when the host dies', () => {
  it('starts it again, tells it what it must know, and gives windows new channels', async () => {
    const { host, child, dies } = started();
    const { contents, given } = page();
    host.connect(given);
    await dies();
    expect(utilityProcess.forked).toHaveLength(2);
    expect(child().told.map(({ kind }) => kind)).toEqual(['grant', 'connect']);
    expect(contents.ports).toHaveLength(2);
  });

  it('leaves windows alone that are gone', async () => {
    const { host, child, dies } = started();
    const { contents, given } = page();
    host.connect(given);
    contents.emit('destroyed');
    await dies();
    expect(child().told.map(({ kind }) => kind)).toEqual(['grant']);
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
  [GRANT, true],
  [{ ...GRANT, purpose: 'run' }, false],
  [{ ...GRANT, path: 1 }, false],
  [{ kind: 'grant' }, false],
  [{ kind: 'other' }, false],
  [undefined, false],
  ['connect', false],
])('%j is a message of the main process: %s', (value, expected) => {
  expect(isHostMessage(value)).toBe(expected);
});
