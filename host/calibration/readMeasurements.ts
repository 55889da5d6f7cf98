import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Measurement } from '../../engine/calibration/measurement.ts';
import { readMeasurementsCsv } from '../../engine/calibration/measurementsCsv.ts';
import { type BenchmarkSetting, readBenchmarkJson } from '../../engine/calibration/measurementsJson.ts';
import { InputProblemError } from '../run/inputProblem.ts';
import { readReason } from '../run/readReason.ts';

/** What the command line says about a benchmark report; a table says it itself. */
export type PartialSetting = { readonly [Key in keyof BenchmarkSetting]?: BenchmarkSetting[Key] | undefined };

/**
 * Measurements of a file: a table (CSV) or a benchmark's report (JSON, JSON lines or YAML).
 * Throws `InputProblemError` for a file that is neither, or that lacks what is needed.
 */
export function readMeasurements(file: string, setting: PartialSetting = {}): readonly Measurement[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = readReason(error);
    if (reason === undefined) throw error;
    throw new InputProblemError([{ file, path: '', message: `cannot be read: ${reason}` }]);
  }
  if (/\.(json|jsonl|ya?ml)$/i.test(file)) return ofReport(file, text, setting);
  const read = readMeasurementsCsv(text);
  if ('problem' in read) throw new InputProblemError([{ file, ...read.problem }]);
  if (read.measurements.length === 0)
    throw new InputProblemError([{ file, path: '', message: 'has no rows' }]);
  return read.measurements;
}

function ofReport(file: string, text: string, setting: PartialSetting): readonly Measurement[] {
  const { accelerator, gpus = 1, model, precision = 'auto', engine = 'vllm', engineVersion = '' } = setting;
  if (accelerator === undefined) {
    const message = 'a benchmark’s report does not say what it ran on';
    const suggestion =
      'add --accelerator h100-sxm-80gb, and --gpus, --model, --precision, --engine where they differ from 1, the report’s, as published, and vllm';
    throw new InputProblemError([{ file, path: '', message, suggestion }]);
  }
  const found = readBenchmarkJson(parsed(file, text), {
    accelerator,
    gpus,
    precision,
    engine,
    engineVersion,
    ...(model !== undefined && { model }),
  });
  if (found !== undefined && found.length > 0) return found;
  const message = 'is no benchmark report that is known here';
  const suggestion =
    'GuideLLM, vllm bench serve and inference-perf (lifecycle metrics) are; or give a CSV table';
  throw new InputProblemError([{ file, path: '', message, suggestion }]);
}

/** Python writes NaN and Infinity as they are, and appends objects line by line; YAML reads JSON, too. */
function parsed(file: string, text: string): unknown {
  const bare = text.replace(/^\uFEFF/, '').replaceAll(/:\s*(-?Infinity|NaN)\b/g, ': null');
  if (/\.ya?ml$/i.test(file)) return parse(bare) as unknown;
  try {
    return JSON.parse(bare) as unknown;
  } catch {
    try {
      return bare
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as unknown);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InputProblemError([{ file, path: '', message: `is no JSON: ${reason}` }]);
    }
  }
}
