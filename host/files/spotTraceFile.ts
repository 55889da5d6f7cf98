import { TextProblem } from '../../engine/text/textProblem.ts';
import { InputProblemError } from './inputProblem.ts';
import { readInputText } from './readInputText.ts';

/** A trace of spot capacity or prices in a file, as `read` makes it of its text. Throws `InputProblemError` with what is wrong with it. */
export function readSpotTraceFile<T>(file: string, read: (text: string) => T): T {
  const text = readInputText(file, 'table');
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    throw new InputProblemError([{ file, path: '', line: error.line, message: error.reason }]);
  }
}
