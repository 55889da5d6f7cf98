import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { TraceFormat } from '../../../../engine/scenario/spec.ts';
import { createCsvReader } from '../../../../engine/workload/trace/csvReader.ts';
import { createTraceDecoder } from '../../../../engine/workload/trace/traceDecoder.ts';
import { TextProblem } from '../../../../engine/text/textProblem.ts';
import { CSV_COLUMNS } from './traces.ts';

const MARKS = [...',"\n\r\t -.e019{}[]:\ufeffZ', '\r\n', '""', ',"', '",'];
const COLUMNS = { ...CSV_COLUMNS, tenant: 'who', cachedTokens: 'hit' };

/** A file with something of everything that its format allows. */
const VALID: Readonly<Record<TraceFormat, string>> = {
  'azure-llm':
    '\ufeffTIMESTAMP,ContextTokens,GeneratedTokens\r\n2024-05-12 00:00:00.001163+00:00,7,1\r\n2024-05-12 00:00:00+00:00,8,2\r\n2024-05-12T00:00:01.2Z,9,3',
  burstgpt:
    'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n5,GPT-4,10,0,10,"API, log"\n9,GPT-4,3,4,7,API log\n\n',
  csv: 'at,prompt,output,who,hit\r\n1,2,3,"a ""b""",1\r\n.5,20,3,"c\r\nd",9\n2e0,5,6,,0\n',
  mooncake:
    '{"timestamp": 0, "input_length": 513, "output_length": 2, "hash_ids": [1, 2]}\n{"timestamp":7,"input_length":1,"output_length":1}\r\n',
};

/** The first and the last row of each: seconds, prompt and output tokens. */
const ROWS: Readonly<Record<TraceFormat, readonly (readonly number[])[]>> = {
  'azure-llm': [
    [0.001163, 7, 1],
    [1.2, 9, 3],
  ],
  burstgpt: [
    [5, 472, 18],
    [9, 3, 4],
  ],
  csv: [
    [1, 2, 3],
    [2, 5, 6],
  ],
  mooncake: [
    [0, 513, 2],
    [0.007, 1, 1],
  ],
};

/** Everything that a decoder makes of a text that comes in pieces. */
function outcome(format: TraceFormat, pieces: readonly string[]): unknown {
  const decoder = createTraceDecoder({ format, columns: COLUMNS, maxDisorderSeconds: 60 });
  try {
    for (const piece of pieces) decoder.push(piece);
    decoder.end();
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    return { line: error.line, column: error.column, reason: error.reason };
  }
  const { rows, tenants, skipped } = decoder;
  const columns = [rows.time, rows.promptTokens, rows.outputTokens, rows.cachedTokens, rows.tenant];
  return { rows: columns.map((column) => [...column.subarray(0, rows.count)]), tenants, skipped };
}

function cut(text: string, at: readonly number[]): string[] {
  const places = at.map((place) => place % (text.length + 1)).sort((a, b) => a - b);
  return [...places, text.length].map((place, i) => text.slice(i === 0 ? 0 : places[i - 1], place));
}

it.each(Object.keys(ROWS) as TraceFormat[])('%s: reads seconds and tokens', (format) => {
  const decoder = createTraceDecoder({ format, columns: COLUMNS, maxDisorderSeconds: 60 });
  decoder.push(VALID[format]);
  decoder.end();
  const { rows, unitsPerSecond } = decoder;
  const read = Array.from({ length: rows.count }, (_, i) => [
    rows.time[i] / unitsPerSecond,
    rows.promptTokens[i],
    rows.outputTokens[i],
  ]);
  expect([read[0], read.at(-1)]).toEqual(
    ROWS[format].map((row) => row.map((value) => expect.closeTo(value, 6))),
  );
});

describe('where the chunks are cut', () => {
  it.each(Object.keys(VALID) as TraceFormat[])(
    '%s: makes no difference, to a damaged file either',
    (format) => {
      const kinds = new Set<boolean>();
      const damage = fc.array(
        fc.record({ at: fc.nat(10_000), out: fc.nat(4), put: fc.constantFrom('', ...MARKS) }),
        { maxLength: 3 },
      );
      fc.assert(
        fc.property(damage, fc.array(fc.nat(10_000), { maxLength: 8 }), (damages, places) => {
          let text = VALID[format];
          for (const { at, out, put } of damages) {
            const place = at % (text.length + 1);
            text = text.slice(0, place) + put + text.slice(place + out);
          }
          const whole = outcome(format, [text]);
          kinds.add('rows' in (whole as object));
          expect(outcome(format, cut(text, places))).toEqual(whole);
          expect(outcome(format, text.split(''))).toEqual(whole);
        }),
        { numRuns: 1000 },
      );
      expect(kinds.size).toBe(2);
    },
  );
});

describe('the fast path of the CSV reader', () => {
  it('reads what papaparse reads, of any text that both accept', () => {
    let both = 0;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '7', ' ', ',', ',', '"', '"', '\n'), maxLength: 30 }),
        (body) => {
          const text = `x,y\n${body}`;
          const rows: string[][] = [];
          try {
            const reader = createCsvReader(() => ({ text: of, starts, ends }) => {
              rows.push([...starts].map((start, i) => of.slice(start, ends[i])));
            });
            reader.push(text);
            reader.end();
          } catch (error) {
            if (!(error instanceof TextProblem)) throw error;
            return;
          }
          const expected = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
          // Empty lines at the end are left out.
          const lines = expected.data.slice(1).filter((row) => row.length > 1 || row[0].trim() !== '');
          expect(expected.errors).toEqual([]);
          expect(rows).toEqual(lines);
          if (rows.length > 0) both++;
        },
      ),
      { numRuns: 20_000 },
    );
    expect(both).toBeGreaterThan(100);
  });
});
