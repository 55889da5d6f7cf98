import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GROUPS, startUpError } from './startUpErrors.ts';
import { START_UP_LOGS } from './startUpLogs.ts';
import { refusalCounts, startUpSummary } from './startUpSummary.ts';

/** What a group's errors may grow by, in points. */
const SLACK = 1;

/** Logs that the plan misses by more than it should, and why: START_UP_LOGS.md has it at length. */
const MISSED: Readonly<Record<string, string>> = {
  'vllm-12569':
    'an engine of early 2025 on H100 had 2.4 GiB more outside of its allocator than on other cards',
  'vllm-2031-70b-fix': '13 GiB a GPU that one version of 2023 took of 70B, and of 7B not',
  'vllm-5248': '2.9 GiB a T4 that an engine of 2024 took beyond its parts; refused there, doubted here',
  'vllm-27508':
    'a peak of 9.0 GiB with 1,024 tokens, where the same version printed 7.4 with 8,192; refused in both',
  'vllm-17122': 'its share is not told; 0.80 would do',
  'llm-d-sglang-qwen3-32b':
    'the only log of SGLang since it measures what graphs take: left out, nothing tells of these',
};

const errors = START_UP_LOGS.map(startUpError);
const committed = readFileSync(join(import.meta.dirname, 'START_UP_RESULTS.md'), 'utf8');

/** Of the committed table: median, mean and worst error of KV, then by leave-one-out. */
function committedErrors(group: string): readonly number[] {
  const line = committed.split('\n').find((text) => text.startsWith(`| ${group} |`)) ?? '';
  return [...line.matchAll(/([\d.]+) %/g)].slice(0, 6).map(([, value]) => Number(value));
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

  it.each(GROUPS)('%s: plans miss by no more than was committed, left out or not', (group) => {
    const then = committedErrors(group);
    const now = startUpSummary(errors).find((line) => line.group === group);
    expect(then).toHaveLength(6);
    for (const [index, value] of [
      now?.median,
      now?.mean,
      now?.worst,
      now?.medianLeftOut,
      now?.meanLeftOut,
      now?.worstLeftOut,
    ].entries()) {
      expect(value).toBeLessThanOrEqual((then[index] ?? 0) + SLACK);
    }
  });

  it('are met by leave-one-out: dense models of the last eighteen months within 2 %, all else within 15 %', () => {
    const missed = errors.flatMap(({ log, group, kvLeftOut }) => {
      const bound = group === 'dense, engines of the last eighteen months' ? 0.02 : 0.15;
      return kvLeftOut !== undefined && Math.abs(kvLeftOut) > bound ? [log.id] : [];
    });
    expect(missed.sort()).toEqual(Object.keys(MISSED).sort());
    const dense = startUpSummary(errors)[0];
    expect(dense.medianLeftOut).toBeLessThan(0.5);
  });

  it('are none accepted that failed, without a warning, and none refused that ran', () => {
    const accepted = errors.filter(
      ({ log, verdict, warnings }) =>
        log.refused !== undefined && verdict === 'starts' && warnings.length === 0,
    );
    expect(accepted.map(({ log }) => log.id)).toEqual([]);
    const refused = errors.filter(
      ({ log, verdict }) => log.refused === undefined && verdict !== undefined && verdict !== 'starts',
    );
    expect(refused.map(({ log }) => log.id)).toEqual([]);
    const { refused: all, started } = refusalCounts(errors);
    expect(all).toBeGreaterThanOrEqual(20);
    expect(started).toBeGreaterThanOrEqual(70);
  });
});
