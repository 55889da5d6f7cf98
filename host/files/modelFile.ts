import { type Model, modelSchema } from '../../engine/catalog/modelSchema.ts';
import { readModelConfig } from '../../engine/catalog/modelConfig/readModelConfig.ts';
import { readDocument } from '../../engine/scenario/reading/readDocument.ts';
import { InputProblemError } from './inputProblem.ts';
import { readInputText } from './readInputText.ts';

/** A model by its `config.json` as Hugging Face publishes it. Throws `InputProblemError` with what is wrong with the file. */
export function readModelFile(file: string): Model {
  const read = readModelConfig(readInputText(file, 'document'));
  if ('problem' in read) {
    const { problem: message, suggestion } = read;
    throw new InputProblemError([{ file, path: '', message, suggestion }]);
  }
  const checked = readDocument(JSON.stringify(read.model), file, modelSchema);
  if ('document' in checked) return checked.document;
  // Lines and columns of the description would be none of the file.
  throw new InputProblemError(
    checked.problems.map(({ line: _line, column: _column, ...problem }) => problem),
  );
}
