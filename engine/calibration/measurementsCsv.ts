import Papa from 'papaparse';
import { type Measurement, METRICS, type MetricValues } from './measurement.ts';

/** Without these columns a table says nothing about what was measured. */
const REQUIRED = ['kind', 'gpu', 'model', 'precision', 'engine', 'input_tokens', 'output_tokens'];

/** Measurements, or what the table lacks. */
export type ReadMeasurements =
  | { readonly measurements: readonly Measurement[] }
  | { readonly problem: { readonly path: string; readonly message: string } };

/**
 * Reads a table in the columns of `calibration.csv` (names matched without regard to case; UTF-8 mark and
 * CRLF tolerated; empty cells mean nothing is said). Other columns are passed over.
 */
export function readMeasurementsCsv(text: string): ReadMeasurements {
  const { data, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
    transformHeader: (name) => name.trim().toLowerCase(),
  });
  const columns = meta.fields ?? [];
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const message = `has no column ${missing.join(', ')}; a table of measurements needs ${REQUIRED.join(', ')}, and at least one of ${METRICS.join(', ')}`;
    return { problem: { path: 'line 1', message } };
  }
  if (!METRICS.some((name) => columns.includes(name))) {
    const message = `measures nothing: it has none of ${METRICS.join(', ')}`;
    return { problem: { path: 'line 1', message } };
  }
  return { measurements: data.map(measurementOf) };
}

function measurementOf(row: Readonly<Record<string, string | undefined>>, index: number): Measurement {
  const text = (name: string) => row[name]?.trim() ?? '';
  const number = (name: string) => finite(text(name));
  const gpus = number('n_gpus') ?? number('tp') ?? 1;
  const accelerator = text('gpu');
  const model = text('model');
  const group = text('group');
  const flags = text('flags').split(';');
  const tensor = number('tp') ?? gpus;
  // The source names one degree: attention by requests, experts shared out, on that many GPUs.
  const isAttentionByRequests = flags.includes('attn_dp_for_moe');
  const metrics: MetricValues = Object.fromEntries(
    METRICS.flatMap((name) => {
      const value = number(name);
      return value !== undefined && value > 0 ? [[name, value]] : [];
    }),
  );
  return {
    id: text('row_id') === '' ? `row ${index + 1}` : text('row_id'),
    source: text('source'),
    kind: text('kind'),
    accelerator,
    model,
    precision: text('precision'),
    kvPrecision: text('kv_precision'),
    engine: text('engine'),
    engineVersion: text('engine_version'),
    gpus,
    tensor: isAttentionByRequests ? 1 : tensor,
    pipeline: number('pp') ?? 1,
    expert: isAttentionByRequests ? tensor : (number('ep') ?? 1),
    data: isAttentionByRequests ? tensor : (number('attn_dp') ?? 1),
    batch: number('batch'),
    concurrency: number('concurrency'),
    requestsPerSecond: number('request_rate'),
    inputTokens: number('input_tokens') ?? 0,
    outputTokens: number('output_tokens') ?? 0,
    requests: finite(/(\d+) requests/.exec(text('notes'))?.[1] ?? ''),
    metrics,
    group: group === '' ? `${accelerator}|${model}` : group,
    novelty: text('novelty'),
    isOverloaded: flags.includes('overloaded'),
    reusesPrompts: flags.includes('prefix_caching'),
  };
}

function finite(text: string): number | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
