import { basename } from 'node:path';
import type { GivenFacts } from '../../../engine/calibration/formats/benchmarkRun.ts';
import {
  type FileOfMeasurements,
  readMeasurements as readText,
} from '../../../engine/calibration/readMeasurements.ts';
import { readYaml } from '../../../engine/scenario/reading/readYaml.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { readInputText } from '../../files/readInputText.ts';

/**
 * Measurements of a file: a table (CSV) or a benchmark's report (JSON, JSON lines or YAML), of which `given` says what
 * a report leaves out; and what in it cannot be used. Throws `InputProblemError` for a file without any.
 */
export function readMeasurements(file: string, given: GivenFacts = {}): FileOfMeasurements {
  const found = readText(basename(file), textOf(file), given);
  if (found.measurements.length > 0) return found;
  const problems = found.problems.length > 0 ? found.problems : [{ path: '', message: 'has no rows' }];
  throw new InputProblemError(problems.map((problem) => ({ file, ...problem })));
}

function textOf(file: string): string {
  const text = readInputText(file, 'measurements');
  if (!/\.ya?ml$/i.test(file)) return text;
  const read = readYaml(text);
  if ('problem' in read) throw new InputProblemError([{ file, path: '', ...read.problem }]);
  return JSON.stringify(read.value) ?? '';
}
