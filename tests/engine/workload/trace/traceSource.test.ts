import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestBatch } from '../../../../engine/workload/requestBatch.ts';
import { createTraceSource } from '../../../../engine/workload/trace/traceSource.ts';
import { CSV_COLUMNS, replay, traceSpec } from './traces.ts';

const csv = (...rows: string[]): string => `at,prompt,output\n${rows.join('\n')}\n`;
const azure = (...rows: string[]): string =>
  `TIMESTAMP,ContextTokens,GeneratedTokens\r\n${rows.join('\r\n')}`;

describe('a replayed trace', () => {
  it('begins at second 0 and takes what arrives at the horizon’s end, no later', async () => {
    const text = csv('100,7,1', '101.5,8,2', '110,9,3', '110.001,1,1', '111,1,1');
    const { times, prompts, outputs, opened, closed } = await replay(text, {}, { toSeconds: 10 });
    expect(times).toEqual([0, 1.5, 10]);
    expect(prompts).toEqual([7, 8, 9]);
    expect(outputs).toEqual([1, 2, 3]);
    expect([opened, closed]).toEqual([1, 1]);
  });

  it('is the same whatever the chunks and the batches', async () => {
    const text = csv(
      ...Array.from({ length: 50 }, (_, i) => `${i * 3 - (i % 4) * 20 + 100},${i + 1},${(i % 7) + 1}`),
    );
    const whole = await replay(text, {}, { piece: 1e6, capacity: 1000 });
    expect(whole.times).toHaveLength(50);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 20 }),
        async (piece, capacity) => {
          expect(await replay(text, {}, { piece, capacity })).toEqual(whole);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('sorts rows that are late by no more than allowed, ties in the order of the file', async () => {
    const { times, prompts } = await replay(csv('60,1,1', '0,2,1', '60,3,1', '30,4,1', '30,5,1'));
    expect(times).toEqual([0, 30, 30, 60, 60]);
    expect(prompts).toEqual([2, 4, 5, 1, 3]);
    await expect(replay(csv('60.5,1,1', '0,2,1'))).rejects.toMatchObject({ name: 'TextProblem', line: 3 });
    await expect(replay(csv('1,1,1', '0.5,2,1'), { maxDisorderSeconds: 0 })).rejects.toThrow(
      /0.5 s before an earlier one/,
    );
  });

  it('keeps ticks of 100 ns', async () => {
    const text = azure(
      '2023-11-16 23:59:59.9999999,1,1',
      '2023-11-17 00:00:00.0000000,1,1',
      '2023-11-17 00:00:00.0000001,1,1',
    );
    expect((await replay(text, { format: 'azure-llm' })).times).toEqual([0, 1e-7, 2e-7]);
  });

  it('divides instants and scales lengths, at least to one token', async () => {
    const text = csv('0,10,10', '4,3,1', '8,1,1');
    const { times, prompts, outputs } = await replay(text, {
      rateScale: 4,
      promptScale: 0.5,
      outputScale: 2.6,
    });
    expect(times).toEqual([0, 1, 2]);
    expect(prompts).toEqual([5, 2, 1]);
    expect(outputs).toEqual([26, 3, 3]);
  });

  it('keeps cached tokens below the prompt’s', async () => {
    const text = 'at,prompt,output,hit\n0,10,1,4\n1,10,1,10\n2,10,1,99\n3,1,1,1\n';
    const arrivals = { columns: { ...CSV_COLUMNS, cachedTokens: 'hit' } };
    expect((await replay(text, arrivals)).cached).toEqual([4, 9, 9, 0]);
    expect((await replay(text, { ...arrivals, promptScale: 2 })).cached).toEqual([8, 19, 19, 1]);
  });

  it('books each tenant to its account, and what nobody named to the workload’s own', async () => {
    const text = 'at,prompt,output,who\n0,1,1,b\n1,1,1,a\n2,1,1,b\n3,1,1,\n4,1,1,constructor\n';
    const arrivals = { columns: { ...CSV_COLUMNS, tenant: 'who' } };
    expect(
      (await replay(text, { ...arrivals, accountOfTenant: { b: 0, a: 1, '': 2, constructor: 3 } })).accounts,
    ).toEqual([0, 1, 0, 2, 3]);
    expect((await replay(text, { ...arrivals, accountOfTenant: { a: 1, '': 0 } })).accounts).toEqual([
      0, 1, 0, 0, 0,
    ]);
    await expect(replay(text, { ...arrivals, accountOfTenant: { a: 1 } })).rejects.toThrow(
      /no account for the tenant b/,
    );
  });

  it('repeats one mean interval after its last row, the rate unchanged', async () => {
    const { times, prompts, opened, closed } = await replay(
      csv('5,1,1', '6,2,1', '9,3,1'),
      { repeat: true },
      { toSeconds: 17 },
    );
    expect(times).toEqual([0, 1, 4, 6, 7, 10, 12, 13, 16]);
    expect(prompts).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    expect([opened, closed]).toEqual([4, 4]);
    expect(
      (await replay(csv('5,1,1', '9,2,1'), { repeat: true, rateScale: 2 }, { toSeconds: 9 })).times,
    ).toEqual([0, 2, 4, 6, 8]);
    await expect(replay(csv('5,1,1', '5,1,1'), { repeat: true })).rejects.toThrow(/cannot be repeated/);
  });

  it('keeps the file’s own clock', async () => {
    const text = csv('-1,1,1', '5,2,1', '9,3,1');
    expect(await replay(text, { keepClock: true })).toMatchObject({ times: [5, 9], prompts: [2, 3] });
    // So may one that counts from 1970, as dates do; the horizon starts at 2024-05-12 00:00.
    const start = Date.UTC(2024, 4, 12) / 1000;
    const summary = { rows: 2, firstSeconds: start + 7, lastSeconds: start + 8, tenants: [], skipped: {} };
    expect(
      await replay(csv(`${start + 7},1,1`, `${start + 8},2,1`), { keepClock: true, summary }),
    ).toMatchObject({ times: [7, 8] });
    const dated = azure('2024-05-11 23:59:59.5,1,1', '2024-05-12 00:00:00.25,2,1', '2024-05-12 01:00:00,3,1');
    expect(await replay(dated, { format: 'azure-llm', keepClock: true })).toMatchObject({
      times: [0.25, 3600],
      prompts: [2, 3],
    });
  });

  it('passes over the rounds that end long before the horizon begins', async () => {
    const text = csv('-1000000,1,1', '-999999,2,1');
    const { times, prompts, opened } = await replay(
      text,
      { keepClock: true, repeat: true },
      { toSeconds: 3 },
    );
    expect(times).toEqual([0, 1, 2, 3]);
    expect(prompts).toEqual([1, 2, 1, 2]);
    expect(opened).toBeLessThan(6);
  });

  it('spreads ties evenly, and never past the next instant', async () => {
    const text = csv('0,1,1', '0,2,1', '0,3,1', '3,4,1', '3,5,1', '4,6,1', '9,7,1', '9,8,1');
    const spread = await replay(text, { spreadTiesSeconds: 3 });
    expect(spread.times).toEqual([0, 1, 2, 3, 3.5, 4, 9, 10.5]);
    expect(spread.prompts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // In a repeated file the last ties have one mean interval, 9/7 s, until the first row comes again.
    const repeated = await replay(text, { spreadTiesSeconds: 3, repeat: true }, { toSeconds: 11 });
    expect(repeated.times.slice(0, 6)).toEqual([0, 1, 2, 3, 3.5, 4]);
    expect(repeated.times[7]).toBeCloseTo(9 + 9 / 14, 9);
    expect(repeated.times[8]).toBeCloseTo(9 + 9 / 7, 9);
  });

  it('stays in order, whatever is asked of it', async () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 99 })), {
      minLength: 2,
      maxLength: 40,
    });
    const options = fc.record({
      rateScale: fc.constantFrom(0.3, 1, 7),
      spreadTiesSeconds: fc.constantFrom(0, 0.1, 50),
      keepClock: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(rows, options, fc.boolean(), async (values, arrivals, again) => {
        const repeat = again && new Set(values.map(([at]) => at)).size > 1;
        const text = csv(...values.map(([at, prompt]) => `${at},${prompt},1`));
        const { times, prompts } = await replay(text, { ...arrivals, repeat }, { toSeconds: 200 });
        for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThanOrEqual(times[i - 1]);
        const sorted = values.toSorted((a, b) => a[0] - b[0]).map(([, prompt]) => prompt);
        expect(prompts.slice(0, sorted.length)).toEqual(sorted.slice(0, prompts.length));
        if (!repeat && arrivals.rateScale >= 1 && arrivals.spreadTiesSeconds <= 50)
          expect(prompts).toHaveLength(values.length);
      }),
      { numRuns: 200 },
    );
  });

  it('answers at once as long as it need not wait for the file', async () => {
    const text = csv(...Array.from({ length: 100 }, (_, i) => `${i},1,1`));
    async function* open(): AsyncGenerator<string> {
      yield text;
    }
    const source = createTraceSource(traceSpec({}), 0, open, 3600);
    const batch = createRequestBatch(10);
    expect(source.fill(batch)).toBeInstanceOf(Promise);
    await source.fill(batch);
    expect(source.fill(batch)).toBeUndefined();
    expect(batch.count).toBe(10);
  });

  it('passes on what goes wrong with the file', async () => {
    // oxlint-disable-next-line require-yield -- it fails before its first piece
    async function* open(): AsyncGenerator<string> {
      throw new Error('gone');
    }
    const batch = createRequestBatch(10);
    await expect(createTraceSource(traceSpec({}), 0, open, 3600).fill(batch)).rejects.toThrow('gone');
    await expect(replay('at,prompt,output\n')).rejects.toMatchObject({
      name: 'TextProblem',
      reason: 'the trace has no rows',
    });
    await expect(replay(csv('0,1,1', 'x,1,1'))).rejects.toMatchObject({ line: 3, column: 'at' });
  });

  it('leaves a file in which a row is wrong, and gives nothing more of it', async () => {
    let closed = 0;
    async function* open(): AsyncGenerator<string> {
      try {
        yield csv('0,1,1', 'x,1,1');
        yield '2,1,1\n';
      } finally {
        closed++;
      }
    }
    const source = createTraceSource(traceSpec({}), 0, open, 3600);
    const batch = createRequestBatch(10);
    await expect(source.fill(batch)).rejects.toMatchObject({ name: 'TextProblem', line: 3 });
    expect(closed).toBe(1);
    await source.fill(batch);
    expect([batch.count, closed]).toEqual([0, 1]);
  });

  it('is asked only of a workload that has a trace', () => {
    const spec = traceSpec({});
    const batchSpec = {
      ...spec,
      workloads: [
        { ...spec.workloads[0], arrivals: { kind: 'batch' as const, count: 1, atSeconds: 0, everyDays: 1 } },
      ],
    };
    expect(() => createTraceSource(batchSpec, 0, () => (async function* () {})(), 1)).toThrow(RangeError);
  });
});
