import { expect, it, vi } from 'vitest';
import { describeProgress, showProgress } from '../../host/cli/progressBar.ts';

const half = { windowsDone: 3, windowsTotal: 12, share: 0.25, requests: 4_000_000 };

function fakeStream(isTTY: boolean): { written: string[]; stream: NodeJS.WriteStream } {
  const written: string[] = [];
  const stream = {
    isTTY,
    columns: 120,
    write: (text: string) => written.push(text) > 0,
    on: () => stream,
    removeListener: () => stream,
  };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

it('says windows, share, rate and time left', () => {
  expect(describeProgress(half, 2)).toBe('3 of 12 windows, 25.0 %, 2.00 M requests/s, 6 s left');
  const start = { windowsDone: 0, windowsTotal: 1, share: 0, requests: 0 };
  expect(describeProgress(start, 0)).toBe('0 of 1 window, 0.0 %, 0 requests/s');
  expect(describeProgress({ ...half, requests: 45_000 }, 60)).toBe(
    '3 of 12 windows, 25.0 %, 750 requests/s, 3 min 0 s left',
  );
  expect(describeProgress(half, 4000)).toContain('1 k requests/s, 3 h 20 min left');
});

it.each([
  [true, 900, 0],
  [true, 5000, 1],
  [false, 9000, 0],
  [false, 21_000, 2],
])('terminal %s: after %i ms there is something to see or not', (isTTY, elapsed, least) => {
  vi.useFakeTimers();
  const { written, stream } = fakeStream(isTTY);
  const display = showProgress(
    (seconds) => ({ share: half.share, text: describeProgress(half, seconds) }),
    stream,
  );
  vi.advanceTimersByTime(elapsed);
  display.stop();
  const shown = written.filter((text) => text.includes('3 of 12 windows')).length;
  vi.useRealTimers();
  if (least === 0) expect(written).toEqual([]);
  else expect(shown).toBeGreaterThanOrEqual(least);
  if (!isTTY) expect(shown).toBe(least);
});
