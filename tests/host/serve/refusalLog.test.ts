import { expect, it } from 'vitest';
import { refusalLog } from '../../../host/serve/refusalLog.ts';

it('tells the first refusals of a minute, and counts the others', () => {
  const lines: string[] = [];
  let nowMs = 5;
  const tell = refusalLog(
    (line) => void lines.push(line),
    () => nowMs,
  );
  for (let asked = 0; asked < 10_000; asked++) tell(`request ${asked}`);
  expect(lines).toHaveLength(31);
  expect(lines[29]).toBe('refused: request 29');
  nowMs += 60_000;
  tell('one of the next minute');
  expect(lines.slice(31)).toEqual(['refused: 9970 more', 'refused: one of the next minute']);
  nowMs += 60_000;
  tell('another');
  expect(lines.slice(33)).toEqual(['refused: another']);
});
