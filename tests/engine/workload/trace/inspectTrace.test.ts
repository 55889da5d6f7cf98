import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceFormat } from '../../../../engine/scenario/spec.ts';
import { inspectTrace } from '../../../../engine/workload/trace/inspectTrace.ts';
import { createTraceDecoder, type TraceReading } from '../../../../engine/workload/trace/traceDecoder.ts';
import { TextProblem } from '../../../../engine/text/textProblem.ts';
import type { TraceDetail } from '../../../../engine/workload/trace/traceSink.ts';
import { CSV_COLUMNS, inPieces } from './traces.ts';

const reading = (format: TraceFormat, rest: Partial<TraceReading> = {}): TraceReading => ({
  format,
  maxDisorderSeconds: 60,
  ...(format === 'csv' ? { columns: CSV_COLUMNS } : {}),
  ...rest,
});
const AZURE = 'TIMESTAMP,ContextTokens,GeneratedTokens\n';
const BURSTGPT = 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n';
const CSV = 'at,prompt,output\n';

describe('each format', () => {
  it('azure-llm: columns by name, in any order, others among them; dates since 1970', async () => {
    const text =
      'TIMESTAMP,NumImages,GeneratedTokens,ContextTokens\n2024-10-15T12:00:00.269Z,0,491,770\n2024-10-15T12:00:05.819Z,1,126,949\n';
    const start = Date.UTC(2024, 9, 15, 12) / 1000;
    const summary = await inspectTrace(inPieces(text), reading('azure-llm'));
    expect(summary).toEqual({
      rows: 2,
      firstSeconds: start + 0.269,
      lastSeconds: start + 5.819,
      tenants: [],
      skipped: {},
    });
    const decoder = createTraceDecoder(reading('azure-llm'));
    decoder.push(text);
    decoder.end();
    expect([...decoder.rows.promptTokens.subarray(0, 2)]).toEqual([770, 949]);
    expect([...decoder.rows.outputTokens.subarray(0, 2)]).toEqual([491, 126]);
  });

  it('burstgpt: failed requests are left out and counted, sessions kept for later', async () => {
    const text = `${BURSTGPT.trim()},Session ID,Elapsed time\n5,ChatGPT,472,18,490,Conversation log,s1,3\n5,GPT-4,10,0,10,API log,s2,1\n9,ChatGPT,0,0,0,API log,s3,1\n9,GPT-4,7,3,10,"API, log",s1,2\n`;
    const details: TraceDetail[] = [];
    expect(await inspectTrace(inPieces(text), reading('burstgpt'), (detail) => details.push(detail))).toEqual(
      {
        rows: 2,
        firstSeconds: 5,
        lastSeconds: 9,
        tenants: [],
        skipped: { 'failed (no response tokens)': 2 },
      },
    );
    expect(details).toEqual([
      { line: 2, session: 's1' },
      { line: 5, session: 's1' },
    ]);
  });

  it('mooncake: milliseconds, block hashes kept for later', async () => {
    const text =
      '{"timestamp": 27, "input_length": 513, "output_length": 4, "hash_ids": [7, 8]}\n{"timestamp":1500,"input_length":3,"output_length":1,"new":true}\n\n';
    const details: TraceDetail[] = [];
    const summary = await inspectTrace(inPieces(text), reading('mooncake'), (detail) => details.push(detail));
    expect(summary).toMatchObject({ rows: 2, firstSeconds: 0.027, lastSeconds: 1.5 });
    expect(details).toEqual([
      { line: 1, hashIds: [7, 8] },
      { line: 2, hashIds: [] },
    ]);
  });

  it('csv: tenants in the order in which they appear, sessions and difficulties kept for later', async () => {
    const text = 'who,at,prompt,output,talk,hard\nb,1,1,1,x,0.5\n"a, b",2,1,1,y,1\nb,0,1,1,x,0\n';
    const columns = { ...CSV_COLUMNS, tenant: 'who', session: 'talk', difficulty: 'hard' };
    const details: TraceDetail[] = [];
    expect(
      await inspectTrace(inPieces(text), reading('csv', { columns }), (detail) => details.push(detail)),
    ).toEqual({
      rows: 3,
      firstSeconds: 0,
      lastSeconds: 2,
      tenants: ['b', 'a, b'],
      skipped: {},
    });
    expect(details[1]).toEqual({ line: 3, session: 'y', difficulty: 1 });
    // Nobody is told of what nobody asked for.
    details.length = 0;
    await inspectTrace(inPieces(text), reading('csv'), (detail) => details.push(detail));
    expect(details).toEqual([]);
  });

  it('csv must be told its columns', () => {
    expect(() => createTraceDecoder({ format: 'csv', maxDisorderSeconds: 0 })).toThrow(RangeError);
  });
});

describe('what is wrong with a trace', () => {
  it.each<[string, TraceFormat, string, number, RegExp, string?]>([
    [
      'a number that is none',
      'csv',
      `${CSV}1,5,1\n2,five,1\n`,
      3,
      /^prompt is "five": it must be a number$/,
      'prompt',
    ],
    ['an instant that is none', 'csv', `${CSV}soon,5,1\n`, 2, /^at is "soon": it must be a number$/, 'at'],
    ['nothing at all in a field', 'csv', `${CSV}1,,1\n`, 2, /^prompt is empty/, 'prompt'],
    ['negative tokens', 'csv', `${CSV}1,5,-1\n`, 2, /^output is "-1": it must not be negative$/, 'output'],
    ['no prompt', 'csv', `${CSV}1,0,1\n`, 2, /^prompt is "0": a request has at least 1 token$/, 'prompt'],
    ['no answer', 'azure-llm', `${AZURE}2024-05-12 00:00:00,5,0\n`, 2, /at least 1 token/, 'GeneratedTokens'],
    ['half a token', 'csv', `${CSV}1,5.5,1\n`, 2, /must be a whole number/, 'prompt'],
    ['more tokens than can be', 'csv', `${CSV}1,1e12,1\n`, 2, /at most 1000000000/, 'prompt'],
    ['an infinite instant', 'csv', `${CSV}1e999,5,1\n`, 2, /must be a number/, 'at'],
    [
      'a missing column',
      'csv',
      'at,prompts,output\n',
      1,
      /^there is no column "prompt"; did you mean "prompts"\? there are: "at", "prompts", "output"$/,
      'prompt',
    ],
    [
      'a column nothing is like',
      'azure-llm',
      'x,y\n1,2\n',
      1,
      /^there is no column "TIMESTAMP"; there are: "x", "y"$/,
      'TIMESTAMP',
    ],
    [
      'a column twice',
      'csv',
      'at,prompt,output,prompt\n1,2,3,4\n',
      1,
      /two columns are called "prompt"/,
      'prompt',
    ],
    [
      'a date that is none',
      'azure-llm',
      `${AZURE}2024-02-30 00:00:00,1,1\n`,
      2,
      /^TIMESTAMP is "2024-02-30 00:00:00": it must be a date/,
      'TIMESTAMP',
    ],
    [
      'seconds in place of a date',
      'azure-llm',
      `${AZURE}12.5,1,1\n`,
      2,
      /must be a date and time/,
      'TIMESTAMP',
    ],
    [
      'a row out of order',
      'csv',
      `${CSV}100,1,1\n39.5,1,1\n`,
      3,
      /^the row is 60.5 s before an earlier one; rows are sorted up to 60 s/,
    ],
    ['no rows', 'csv', CSV, 1, /^the trace has no rows$/],
    ['nothing in the file', 'mooncake', '', 1, /^the trace has no rows$/],
    [
      'failed requests alone',
      'burstgpt',
      `${BURSTGPT}5,M,4,0,4,L\n`,
      1,
      /no rows but skipped ones: 1 failed/,
    ],
    [
      'a negative count in a failed row',
      'burstgpt',
      `${BURSTGPT}5,M,-4,0,4,L\n`,
      2,
      /must not be negative/,
      'Request tokens',
    ],
    ['no JSON', 'mooncake', '{"timestamp":', 1, /^the line is not JSON/],
    ['no object', 'mooncake', '[1]\n', 1, /not a JSON object/],
    [
      'a missing key',
      'mooncake',
      '{"timestamp":0,"input_length":1}\n',
      1,
      /^output_length is missing: it must be a number$/,
      'output_length',
    ],
    [
      'a number as text',
      'mooncake',
      '{"timestamp":"0","input_length":1,"output_length":1}\n',
      1,
      /^timestamp is "0": it must be a number$/,
      'timestamp',
    ],
    [
      'lists nested so deeply that none could write them out',
      'mooncake',
      `{"timestamp":${'['.repeat(50_000)}${']'.repeat(50_000)},"input_length":1,"output_length":1}\n`,
      1,
      /^timestamp is a list: it must be a number$/,
      'timestamp',
    ],
    [
      'an object in place of a number',
      'mooncake',
      '{"timestamp":0,"input_length":{},"output_length":1}\n',
      1,
      /^input_length is an object: it must be a number$/,
      'input_length',
    ],
    [
      'null in place of a number',
      'mooncake',
      '{"timestamp":0,"input_length":1,"output_length":null}\n',
      1,
      /^output_length is null: it must be a number$/,
      'output_length',
    ],
    [
      'a header as wide as that of no trace',
      'csv',
      `${'nothing,'.repeat(1000)}like\n`,
      1,
      /^there is no column "at"; there are: ("nothing", ){19}"nothing" and 981 more$/,
      'at',
    ],
    [
      'block hashes that are none',
      'mooncake',
      '{"timestamp":0,"input_length":1,"output_length":1,"hash_ids":["a"]}\n',
      1,
      /whole numbers/,
      'hash_ids',
    ],
    [
      'too few block hashes',
      'mooncake',
      '{"timestamp":0,"input_length":1025,"output_length":1,"hash_ids":[1,2]}\n',
      1,
      /has 2 ids, and 1025 prompt tokens make 3 blocks/,
      'hash_ids',
    ],
  ])('%s', async (_name, format, text, line, reason, column) => {
    const caught: unknown = await inspectTrace(inPieces(text), reading(format)).catch(
      (error: unknown) => error,
    );
    expect(caught).toBeInstanceOf(TextProblem);
    expect(caught).toMatchObject({ line, reason: expect.stringMatching(reason) });
    expect((caught as TextProblem).column).toBe(column);
  });

  it('a column of tenants in which each row has its own', async () => {
    async function* rows(): AsyncGenerator<string> {
      yield 'at,prompt,output,who\n';
      for (let i = 0; i <= 65_536; i++) yield `${i},1,1,u${i}\n`;
    }
    const columns = { ...CSV_COLUMNS, tenant: 'who' };
    await expect(inspectTrace(rows(), reading('csv', { columns }))).rejects.toMatchObject({ line: 65_538 });
  });

  it('one that lasts no time, where it is to be repeated', async () => {
    const inspect = (text: string) => inspectTrace(inPieces(text), { ...reading('csv'), repeat: true });
    await expect(inspect(`${CSV}1,1,1\n1,1,1\n`)).rejects.toThrow(/cannot be repeated/);
    expect(await inspect(`${CSV}1,1,1\n2,1,1\n`)).toMatchObject({ rows: 2 });
  });
});

describe('no text makes the readers fail in any other way', () => {
  const rowsOf = (header: string, row: fc.Arbitrary<string>) =>
    fc.array(row, { maxLength: 8 }).map((rows) => `${header}${rows.join('\n')}\n`);
  const count = fc.integer({ min: 1, max: 9999 });
  const valid: Record<TraceFormat, fc.Arbitrary<string>> = {
    'azure-llm': rowsOf(
      AZURE,
      fc
        .tuple(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(60_000) }), count, count)
        .map(([at, p, o]) => `${at.toISOString()},${p},${o}`),
    ),
    burstgpt: rowsOf(
      BURSTGPT,
      fc.tuple(fc.nat(60), count, fc.nat(3)).map(([at, p, o]) => `${at},GPT-4,${p},${o},${p + o},"API log"`),
    ),
    csv: rowsOf(
      'at,prompt,output,who,hit\n',
      fc
        .tuple(fc.double({ min: 0, max: 60, noNaN: true }), count, count)
        .map(([at, p, o]) => `${at},${p},${o},"t""${o % 3}",${p}`),
    ),
    mooncake: rowsOf(
      '',
      fc.tuple(fc.nat(60_000), count, count).map(([timestamp, p, o]) =>
        JSON.stringify({
          timestamp,
          input_length: p,
          output_length: o,
          hash_ids: Array.from({ length: Math.ceil(p / 512) }, (_, i) => i),
        }),
      ),
    ),
  };
  const columns = { ...CSV_COLUMNS, tenant: 'who', cachedTokens: 'hit' };
  const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => new TextDecoder().decode(data));
  const marks = fc.string({
    unit: fc.constantFrom(...',"\n\r\t -+.eE0123456789{}[]:\ufeff\0aZT'),
    maxLength: 12,
  });

  async function judge(format: TraceFormat, text: string): Promise<'read' | 'problem'> {
    const decoder = createTraceDecoder(reading(format, { columns }));
    try {
      for await (const piece of inPieces(text, 11)) decoder.push(piece);
      decoder.end();
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      expect(error.line).toBeGreaterThanOrEqual(1);
      expect(error.line).toBeLessThanOrEqual(text.split('\n').length);
      expect(error.reason).not.toBe('');
      return 'problem';
    }
    const { time, promptTokens, outputTokens, cachedTokens, tenant } = decoder.rows;
    for (let i = 0; i < decoder.rows.count; i++) {
      expect(Number.isFinite(time[i])).toBe(true);
      expect(Math.min(promptTokens[i], outputTokens[i])).toBeGreaterThanOrEqual(1);
      expect(cachedTokens[i]).toBeGreaterThanOrEqual(0);
      if (format === 'csv') expect(decoder.tenants[tenant[i]]).toBeTypeOf('string');
    }
    return 'read';
  }

  const FORMATS = Object.keys(valid) as TraceFormat[];
  it.each(FORMATS)('%s: random bytes', async (format) => {
    await fc.assert(
      fc.asyncProperty(bytes, (text) => judge(format, text).then(() => undefined)),
      { numRuns: 300 },
    );
  });

  it.each(FORMATS)('%s: files with a piece cut out, put in or written over', async (format) => {
    const outcomes = new Set<string>();
    const damage = fc.tuple(
      valid[format],
      fc.nat(10_000),
      fc.nat(6),
      fc.oneof(marks, fc.string({ maxLength: 4 })),
    );
    await fc.assert(
      fc.asyncProperty(damage, async ([text, place, cut, put]) => {
        const at = place % (text.length + 1);
        outcomes.add(await judge(format, text.slice(0, at) + put + text.slice(at + cut)));
      }),
      { numRuns: 600 },
    );
    expect([...outcomes].sort()).toEqual(['problem', 'read']);
  });
});
