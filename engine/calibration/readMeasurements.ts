import {
  type BenchmarkRun,
  type GivenFacts,
  measurementOfRun,
  type ReportProblem,
} from './formats/benchmarkRun.ts';
import { isGuideLlm, readGuideLlm } from './formats/guideLlm.ts';
import { isInferencePerf, readInferencePerf } from './formats/inferencePerf.ts';
import { type Json, reportJson } from './formats/reportJson.ts';
import { isVllmBench, readVllmBench } from './formats/vllmBench.ts';
import type { Measurement } from './measurement.ts';
import { readMeasurementsCsv } from './measurementsCsv.ts';

/** What a file of measurements holds, and what in it could not be read. */
export interface FileOfMeasurements {
  readonly measurements: readonly Measurement[];
  /** With no measurements: why there are none. */
  readonly problems: readonly ReportProblem[];
}

/**
 * Reads measurements from a table in the columns of `calibration.csv`, or from the report of a benchmark:
 * GuideLLM (JSON of 0.2 on), `vllm bench serve` and SGLang's `bench_serving` (JSON, or one a line), inference-perf
 * (`…_lifecycle_metrics.json`).
 * Reports do not say on what hardware they ran: `given` does. `name` is the file's, for the rows' source.
 */
export function readMeasurements(name: string, text: string, given: GivenFacts): FileOfMeasurements {
  if (!/^\s*[{[]/.test(text.replace(/^\uFEFF/, ''))) {
    const table = readMeasurementsCsv(text);
    return 'problem' in table
      ? { measurements: [], problems: [table.problem] }
      : { measurements: table.measurements, problems: [] };
  }
  const reports = reportJson(text);
  if (reports === undefined) {
    return {
      measurements: [],
      problems: [{ path: '', message: 'is neither a table nor JSON that can be read' }],
    };
  }
  const runs = reports.flatMap((report, index) => {
    const line = reports.length > 1 ? `line ${index + 1}` : '';
    return runsOf(report, name, index).map((run) =>
      'message' in run ? { ...run, path: [line, run.path].filter((part) => part !== '').join(': ') } : run,
    );
  });
  const problems: ReportProblem[] = [];
  const { accelerator } = given;
  if (accelerator === undefined && runs.some((run) => !('message' in run))) {
    problems.push({
      path: '',
      message: 'a benchmark’s report does not say what it ran on',
      suggestion:
        'add --accelerator h100-sxm-80gb, and --gpus, --model, --precision, --engine where they differ from 1, the report’s, as published, and vllm',
    });
  }
  const measurements = runs.flatMap((run) => {
    if ('message' in run) {
      problems.push(run);
      return [];
    }
    const model = given.model ?? run.model;
    if (model === undefined) {
      const message = 'the report does not say which model it ran';
      problems.push({ path: run.id, message, suggestion: 'add --model, such as llama-3.1-8b' });
    }
    if (accelerator === undefined || model === undefined) return [];
    return [measurementOfRun(run, { ...given, accelerator, model })];
  });
  return { measurements, problems };
}

function runsOf(report: Json, name: string, index: number): readonly (BenchmarkRun | ReportProblem)[] {
  if (isGuideLlm(report)) return readGuideLlm(report, name);
  if (isVllmBench(report)) return [readVllmBench(report, name, index)];
  if (isInferencePerf(report)) return [readInferencePerf(report, name, index)];
  return [
    {
      path: '',
      message: 'is no benchmark report that is known here',
      suggestion:
        'GuideLLM, vllm bench serve, SGLang’s bench_serving and inference-perf (lifecycle metrics) are; or give a CSV table',
    },
  ];
}
