import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GROUPS, startUpError } from './startUpErrors.ts';
import { START_UP_LOGS } from './startUpLogs.ts';
import { refusalCounts, startUpSummary } from './startUpSummary.ts';

/** What a group's errors may grow by, in points. */
const SLACK = 1;

const errors = START_UP_LOGS.map(startUpError);
const committed = readFileSync(join(import.meta.dirname, 'START_UP_RESULTS.md'), 'utf8');

/** Of the committed table: median, mean and worst error of KV. */
function committedErrors(group: string): readonly number[] {
  const line = committed.split('\n').find((text) => text.startsWith(`| ${group} |`)) ?? '';
  return [...line.matchAll(/([\d.]+) %/g)].slice(0, 3).map(([, value]) => Number(value));
}

describe('start-up logs of public threads', () => {
  it('are sixty or more that a document can say, each by a name of its own', () => {
    expect(new Set(START_UP_LOGS.map(({ id }) => id)).size).toBe(START_UP_LOGS.length);
    expect(errors.filter(({ verdict }) => verdict !== undefined).length).toBeGreaterThanOrEqual(60);
  });

  it('name a model of ours, a shape beside them, or why neither can be', () => {
    const unnamed = errors.filter(({ log, plan }) => !plan && !log.outside && log.refused !== 'degree');
    expect(unnamed.map(({ log }) => log.id)).toEqual([]);
  });

  it.each(GROUPS)('%s: plans miss by no more than was committed', (group) => {
    const then = committedErrors(group);
    const now = startUpSummary(errors).find((line) => line.group === group);
    expect(then).toHaveLength(3);
    for (const [index, value] of [now?.median, now?.mean, now?.worst].entries()) {
      expect(value).toBeLessThanOrEqual((then[index] ?? 0) + SLACK);
    }
  });

  it('are refused as often as was committed, and no start is refused that was not', () => {
    const [told = 0, , wronglyRefused = 0] = [...committed.matchAll(/(\d+) of (\d+)\./g)].flatMap(
      ([, a, b]) => [Number(a), Number(b)],
    );
    const now = refusalCounts(errors);
    expect(now.told).toBeGreaterThanOrEqual(told);
    expect(told).toBeGreaterThan(0);
    expect(now.wronglyRefused).toBeLessThanOrEqual(wronglyRefused);
  });
});
