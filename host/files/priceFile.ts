import { parse, stringify } from 'yaml';
import { periodProblems } from '../../engine/scenario/pricePeriods.ts';
import { type PriceFile, priceFileSchema } from '../../engine/scenario/priceSchema.ts';
import { InputProblemError } from './inputProblem.ts';
import { readInputText } from './readInputText.ts';

/**
 * Reads a file of prices. Throws `InputProblemError` with everything that is wrong with it: what cannot be read, fields, prices
 * of one instance that hold at the same time.
 */
export function readPriceFile(file: string): PriceFile {
  const text = readInputText(file, 'document');
  let content: unknown;
  try {
    content = parse(text, { schema: 'core', prettyErrors: false });
  } catch (error) {
    const reason = `it is no YAML (${error instanceof Error ? error.message : ''})`;
    throw new InputProblemError([{ file, path: '', message: `cannot be read: ${reason}` }]);
  }
  const parsed = priceFileSchema.safeParse(content);
  if (!parsed.success) {
    throw new InputProblemError(
      parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), message })),
    );
  }
  const problems = periodProblems(parsed.data.rows, ['rows']);
  if (problems.length > 0) {
    throw new InputProblemError(
      problems.map(({ path, message, suggestion }) => ({
        file,
        path: path.join('.'),
        message,
        ...(suggestion === undefined ? {} : { suggestion }),
      })),
    );
  }
  return parsed.data;
}

/** A file of prices as it is written: a row a line, so that two of them can be compared line by line. */
export function priceFileText({ currency, rows }: PriceFile): string {
  const lines = rows.map((row) =>
    stringify([row], { collectionStyle: 'flow', lineWidth: 0 })
      .trim()
      .replace(/^\[ /, '  - ')
      .replace(/ \]$/, ''),
  );
  return `# Prices of whole instances, as fleetcast prices import wrote them. What held before stays, with the day on which it ended.
fleetcastPrices: 1
currency: ${currency}
rows:
${lines.join('\n')}
`;
}
