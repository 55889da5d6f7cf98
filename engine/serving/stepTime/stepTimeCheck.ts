import type { LinearStepTimeSpec, TableStepTimeSpec } from '../../scenario/spec.ts';

/** What is wrong with a step-time model; the path is within the spec's own numbers. */
export interface StepTimeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Checks a model that a user measured (a roofline is built from checked parts): that S is defined, positive and non-decreasing: coefficients ≥ 0 and not all 0,
 * grid axes ascending from ≥ 0, grid values positive and non-decreasing along both axes.
 */
export function checkStepTime(spec: LinearStepTimeSpec | TableStepTimeSpec): StepTimeProblem[] {
  if (spec.kind === 'table') return checkTable(spec);
  const problems: StepTimeProblem[] = [];
  let sum = 0;
  for (const [name, value] of Object.entries(spec)) {
    if (typeof value !== 'number') continue;
    if (Number.isFinite(value) && value >= 0) sum += value;
    else problems.push({ path: [name], message: 'must be a finite number, 0 or more' });
  }
  if (problems.length === 0 && sum === 0)
    problems.push({ path: [], message: 'every coefficient is 0; a step must take time' });
  return problems;
}

function checkTable({ prefill, decode }: TableStepTimeSpec): StepTimeProblem[] {
  const problems = [
    ...checkAscending(['prefill', 'tokens'], prefill.tokens),
    ...checkAscending(['decode', 'sequences'], decode.sequences),
    ...checkAscending(['decode', 'contextTokens'], decode.contextTokens),
  ];
  const complain = (path: (string | number)[], message: string) => problems.push({ path, message });
  if (prefill.seconds.length !== prefill.tokens.length) {
    complain(
      ['prefill', 'seconds'],
      `has ${prefill.seconds.length} values for ${prefill.tokens.length} token counts`,
    );
  }
  problems.push(...checkRising(['prefill', 'seconds'], prefill.seconds));
  if (decode.seconds.length !== decode.sequences.length) {
    complain(
      ['decode', 'seconds'],
      `has ${decode.seconds.length} rows for ${decode.sequences.length} sequence counts`,
    );
  }
  decode.seconds.forEach((row, i) => {
    if (row.length !== decode.contextTokens.length) {
      complain(
        ['decode', 'seconds', i],
        `has ${row.length} values for ${decode.contextTokens.length} context counts`,
      );
    }
    problems.push(...checkRising(['decode', 'seconds', i], row));
    row.forEach((value, j) => {
      if (i > 0 && value < decode.seconds[i - 1][j]) {
        complain(
          ['decode', 'seconds', i, j],
          `${value} is less than ${decode.seconds[i - 1][j]} with fewer sequences`,
        );
      }
    });
  });
  return problems;
}

function checkAscending(path: string[], axis: readonly number[]): StepTimeProblem[] {
  if (axis.length === 0) return [{ path, message: 'is empty' }];
  const wrong = axis.findIndex(
    (value, i) => !(value >= 0 && Number.isFinite(value)) || (i > 0 && value <= axis[i - 1]),
  );
  return wrong < 0 ? [] : [{ path: [...path, wrong], message: 'the axis must ascend from 0 or more' }];
}

function checkRising(path: (string | number)[], values: readonly number[]): StepTimeProblem[] {
  const wrong = values.findIndex(
    (value, i) => !(value > 0 && Number.isFinite(value)) || (i > 0 && value < values[i - 1]),
  );
  return wrong < 0 ? [] : [{ path: [...path, wrong], message: 'times must be positive and must not fall' }];
}
