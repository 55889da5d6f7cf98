import Papa from 'papaparse';

/** Text that a spreadsheet would run as a formula gets a leading apostrophe; line breaks before it do not hide it. */
const FORMULA = /^\s*[=+\-@\t\r]/;

/** Rows as CSV (RFC 4180, lines end in LF), the last without its line end: what every CSV file of ours is written by. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return Papa.unparse(
    rows.map((row) => [...row]),
    { escapeFormulae: FORMULA, newline: '\n' },
  );
}
