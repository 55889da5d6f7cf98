import type { TraceColumns, TraceFormat } from '../../scenario/spec.ts';
import { createAzureReader, createBurstGptReader, createMappedCsvReader } from './csvFormats.ts';
import { createMooncakeReader } from './mooncake.ts';
import { TICKS_PER_SECOND } from './parseStamp.ts';
import type { TextReader } from '../../text/recordReader.ts';
import { TextProblem } from '../../text/textProblem.ts';
import type { TraceRows } from './traceRows.ts';
import { createTraceSink, type OnTraceDetail, type TraceSink } from './traceSink.ts';

/** How a trace is to be read. */
export interface TraceReading {
  readonly format: TraceFormat;
  /** For `csv` only. */
  readonly columns?: TraceColumns | undefined;
  readonly maxDisorderSeconds: number;
}

/** Turns the text of a trace into rows, chunk by chunk. */
export interface TraceDecoder {
  /** Takes the next piece of the file's text, cut anywhere. Throws TextProblem. */
  push(text: string): void;
  /** Says that the file is over. Throws TextProblem: a trace without rows is one. */
  end(): void;
  /** Rows read since `count` was last set to 0, in the order of the file. */
  readonly rows: TraceRows;
  /** How many rows were read in all. */
  readonly accepted: number;
  /** The latest time of all rows read, in units. */
  readonly latest: number;
  readonly unitsPerSecond: number;
  /** What times count from, where the file has dates: UTC seconds since 1970; else undefined. */
  readonly originEpochSeconds: number | undefined;
  /** Named by the file, in the order in which they first appear. */
  readonly tenants: readonly string[];
  readonly skipped: Readonly<Record<string, number>>;
}

/** Units of a format's clock in a second. Whole ones keep the file's instants exact. */
const UNITS_PER_SECOND: Readonly<Record<TraceFormat, number>> = {
  'azure-llm': TICKS_PER_SECOND,
  mooncake: 1000,
  burstgpt: 1,
  csv: 1,
};

/**
 * A decoder of a format; memory is that of a chunk and of the rows not yet taken. `onDetail` is told
 * what rows carry beyond lengths (block hashes, session, difficulty), in the order of the file.
 * Throws RangeError for csv without columns.
 */
export function createTraceDecoder(reading: TraceReading, onDetail?: OnTraceDetail): TraceDecoder {
  const sink = createTraceSink(UNITS_PER_SECOND[reading.format], reading.maxDisorderSeconds, onDetail);
  const origin = { epochSeconds: 0 };
  const reader = readerOf(reading, sink, origin);
  return {
    push: reader.push,
    end() {
      reader.end();
      if (sink.accepted === 0) throw new TextProblem(1, `the trace has no rows${allSkipped(sink)}`);
    },
    rows: sink.rows,
    get accepted() {
      return sink.accepted;
    },
    get latest() {
      return sink.latest;
    },
    unitsPerSecond: sink.unitsPerSecond,
    get originEpochSeconds() {
      return reading.format === 'azure-llm' ? origin.epochSeconds : undefined;
    },
    tenants: sink.tenants,
    skipped: sink.skipped,
  };
}

function readerOf(reading: TraceReading, sink: TraceSink, origin: { epochSeconds: number }): TextReader {
  switch (reading.format) {
    case 'azure-llm':
      return createAzureReader(sink, origin);
    case 'mooncake':
      return createMooncakeReader(sink);
    case 'burstgpt':
      return createBurstGptReader(sink);
    case 'csv':
      if (reading.columns === undefined) throw new RangeError('a csv trace needs its columns');
      return createMappedCsvReader(sink, reading.columns);
  }
}

function allSkipped({ skipped }: TraceSink): string {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
  return reasons.length === 0 ? '' : ` but skipped ones: ${reasons.join(', ')}`;
}
