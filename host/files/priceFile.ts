import { Document, visit } from 'yaml';
import { periodProblems } from '../../engine/scenario/prices/pricePeriods.ts';
import { type PriceFile, priceFileSchema } from '../../engine/scenario/prices/priceSchema.ts';
import { readDocument } from '../../engine/scenario/reading/readDocument.ts';
import { InputProblemError } from './inputProblem.ts';
import { readInputText } from './readInputText.ts';

/**
 * Reads a file of prices. Throws `InputProblemError` with everything that is wrong with it: what cannot be read, fields, prices
 * of one instance that hold at the same time.
 */
export function readPriceFile(file: string): PriceFile {
  const read = readDocument(readInputText(file, 'document'), file, priceFileSchema, ({ rows }) =>
    periodProblems(rows, ['rows']),
  );
  if ('problems' in read) throw new InputProblemError(read.problems);
  return read.document;
}

/** A file of prices as it is written: a row a line, so that two of them can be compared line by line. */
export function priceFileText({ currency, rows }: PriceFile): string {
  const lines = rows.map(rowLine);
  return `# Prices of whole instances, as fleetcast prices import wrote them. What held before stays, with the day on which it ended.
fleetcastPrices: 1
currency: ${currency}
rows:
${lines.join('\n')}
`;
}

function rowLine(row: PriceFile['rows'][number]): string {
  const document = new Document([row]);
  visit(document, {
    // A text with line breaks would go over several lines, which is no row any more.
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ collectionStyle: 'flow', lineWidth: 0, doubleQuotedAsJSON: true })
    .trim()
    .replace(/^\[ /, '  - ')
    .replace(/ \]$/, '');
}
