import {
  type BenchmarkRun,
  type GivenFacts,
  measurementOfRun,
  type ReportProblem,
} from './formats/benchmarkRun.ts';
import { isGuideLlm, readGuideLlm } from './formats/guideLlm.ts';
import { isInferencePerf, readInferencePerf } from './formats/inferencePerf.ts';
import { reportJson } from './formats/reportJson.ts';
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
 * GuideLLM (JSON of 0.2 on), `vllm bench serve` (JSON, or one a line), inference-perf (`…_lifecycle_metrics.json`).
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
  const runs = reports.flatMap((report, index): readonly (BenchmarkRun | ReportProblem)[] => {
    if (isGuideLlm(report)) return readGuideLlm(report, name);
    if (isVllmBench(report)) return [readVllmBench(report, name, index)];
    if (isInferencePerf(report)) return [readInferencePerf(report, name, index)];
    return [
      {
        path: reports.length > 1 ? `line ${index + 1}` : '',
        message: 'is no report that is known',
        suggestion:
          'GuideLLM, vllm bench serve, inference-perf (lifecycle metrics), or a table as calibration.csv',
      },
    ];
  });
  const problems: ReportProblem[] = [];
  const measurements = runs.flatMap((run) => {
    if ('message' in run) {
      problems.push(run);
      return [];
    }
    const accelerator = given.accelerator;
    const model = given.model ?? run.model;
    if (accelerator === undefined || model === undefined) {
      const missing = accelerator === undefined ? 'accelerator' : 'model';
      problems.push({
        path: run.id,
        message: `the report does not say on which ${missing} it ran`,
        suggestion: `give --${missing}`,
      });
      return [];
    }
    return [measurementOfRun(run, { ...given, accelerator, model })];
  });
  return { measurements, problems };
}
