import { distance } from 'fastest-levenshtein';
import { type TableRow, tableRows } from '../text/csvTable.ts';
import { TextProblem } from '../text/textProblem.ts';
import { isSampleKind, type Measurement, METRICS, type MetricValues } from './measurement.ts';

/** Without these columns a table says nothing about what was measured. */
const REQUIRED = ['kind', 'gpu', 'model', 'precision', 'engine', 'input_tokens', 'output_tokens'];

/** Columns that change what a row is taken for: a misspelt one must not be passed over. */
const OPTIONAL: readonly string[] = [
  'row_id',
  'n_gpus',
  'tp',
  'pp',
  'ep',
  'attn_dp',
  'kv_precision',
  'memory_utilization',
  'engine_version',
  'batch',
  'concurrency',
  'request_rate',
  ...METRICS,
];

/** Other columns of `calibration.csv`, which say nothing that is used or are named like others. */
const KNOWN: ReadonlySet<string> = new Set([
  ...REQUIRED,
  ...OPTIONAL,
  'source',
  'notes',
  'flags',
  'group',
  'novelty',
  'ttft_p99_ms',
  'tpot_p99_ms',
  'output_tok_s',
  'total_tok_s',
]);

/** A name with a slip or two, or a part of it; names of two letters resemble everything. */
function isNearly(name: string, column: string): boolean {
  return name.length > 4 && column.length > 2 && (distance(name, column) <= 2 || name.includes(column));
}

/** Measurements, or what is wrong with the table. */
export type ReadMeasurements =
  | { readonly measurements: readonly Measurement[] }
  | { readonly problem: { readonly path: string; readonly message: string } };

/**
 * Reads a table in the columns of `calibration.csv` (names matched without regard to case; UTF-8 mark and
 * CRLF tolerated; empty cells mean nothing is said). Other columns are passed over, but for one that is nearly the name
 * of one that is not there. A row with a cell that
 * cannot be read, with quotes that do not match or with more cells than columns says so in its `problem`; a quote that is never closed is
 * a problem of the table.
 */
export function readMeasurementsCsv(text: string): ReadMeasurements {
  let table: readonly TableRow[];
  try {
    table = tableRows(text);
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    return { problem: { path: `line ${error.line}`, message: error.reason } };
  }
  const [header, ...rows] = table;
  const columns = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const places = new Map([...columns.entries()].reverse().map(([place, name]) => [name, place]));
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const message = `has no column ${missing.join(', ')}; a table of measurements needs ${REQUIRED.join(', ')}, and at least one of ${METRICS.join(', ')}`;
    return { problem: { path: 'line 1', message } };
  }
  for (const column of columns.filter((name) => !KNOWN.has(name))) {
    const meant = OPTIONAL.find((name) => !columns.includes(name) && isNearly(name, column));
    if (meant === undefined) continue;
    return {
      problem: { path: 'line 1', message: `column '${column}' is not known: did you mean ${meant}?` },
    };
  }
  if (!METRICS.some((name) => columns.includes(name))) {
    const message = `measures nothing: it has none of ${METRICS.join(', ')}`;
    return { problem: { path: 'line 1', message } };
  }
  return {
    measurements: rows.map(({ cells, isSound }, index) => {
      const measurement = measurementOf((name) => cells[places.get(name) ?? -1], index);
      if (!isSound) return { ...measurement, problem: 'has quotes that do not match' };
      return cells.length > columns.length
        ? { ...measurement, problem: 'has more cells than there are columns' }
        : measurement;
    }),
  };
}

/** Of a cell in a message. */
const LONGEST_SHOWN = 60;

function measurementOf(cell: (name: string) => string | undefined, index: number): Measurement {
  const text = (name: string) => cell(name)?.trim() ?? '';
  const problems: string[] = [];
  const number = (name: string, isRight: (value: number) => boolean, what: string) => {
    if (text(name) === '') return undefined;
    const value = Number(text(name));
    if (isRight(value)) return value;
    const written = text(name);
    const shown = written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
    problems.push(`${name} '${shown}' is not ${what}`);
    return undefined;
  };
  const count = (name: string) =>
    number(name, (value) => Number.isSafeInteger(value) && value >= 1, 'a whole number from 1');
  const positive = (name: string) =>
    number(name, (value) => Number.isFinite(value) && value > 0, 'a number above 0');
  const notNegative = (name: string) =>
    number(name, (value) => Number.isFinite(value) && value >= 0, 'a number from 0');
  const kind = text('kind');
  const tokens = (name: string, isNeeded: boolean) => {
    const value = notNegative(name);
    if (isNeeded && text(name) === '') problems.push(`${name} is empty`);
    return value ?? 0;
  };
  const gpus = count('n_gpus') ?? count('tp') ?? 1;
  const accelerator = text('gpu');
  const model = text('model');
  const group = text('group');
  const flags = text('flags').split(';');
  const tensor = count('tp') ?? gpus;
  const expert = count('ep') ?? 1;
  const data = count('attn_dp') ?? 1;
  // The source names one degree: attention by requests, experts shared out, on that many GPUs.
  const isAttentionByRequests = flags.includes('attn_dp_for_moe');
  // A figure of 0 is one that was not measured.
  const metrics: MetricValues = Object.fromEntries(
    METRICS.flatMap((name) => {
      const value = notNegative(name);
      return value !== undefined && value > 0 ? [[name, value]] : [];
    }),
  );
  const requests = Number(/([\d,]+) requests/.exec(text('notes'))?.[1].replaceAll(',', ''));
  const measurement: Measurement = {
    id: text('row_id') === '' ? `row ${index + 1}` : text('row_id'),
    source: text('source'),
    kind,
    accelerator,
    model,
    precision: text('precision'),
    kvPrecision: text('kv_precision'),
    memoryUtilization: number(
      'memory_utilization',
      (value) => value > 0 && value <= 1,
      'a share above 0 and up to 1',
    ),
    engine: text('engine'),
    engineVersion: text('engine_version'),
    gpus,
    tensor: isAttentionByRequests ? 1 : tensor,
    pipeline: count('pp') ?? 1,
    expert: isAttentionByRequests ? tensor : expert,
    data: isAttentionByRequests ? tensor : data,
    batch: positive('batch'),
    concurrency: positive('concurrency'),
    requestsPerSecond: /^inf(inity)?$/i.test(text('request_rate')) ? undefined : positive('request_rate'),
    inputTokens: tokens('input_tokens', !isSampleKind(kind)),
    outputTokens: tokens('output_tokens', !(isSampleKind(kind) || WITHOUT_OUTPUTS.has(kind))),
    requests: requests > 0 ? requests : undefined,
    metrics,
    group: group === '' ? `${accelerator}|${model}` : group,
    novelty: text('novelty'),
    isOverloaded: flags.includes('overloaded'),
    reusesPrompts: flags.includes('prefix_caching'),
  };
  return problems.length === 0 ? measurement : { ...measurement, problem: [...new Set(problems)].join('; ') };
}

/** Kinds whose requests emit nothing. */
const WITHOUT_OUTPUTS: ReadonlySet<string> = new Set(['encoder', 'prefill']);
