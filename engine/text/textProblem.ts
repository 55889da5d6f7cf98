/** What is wrong with a text, and where. Whoever knows the file's name prints `file:line: reason`. */
export class TextProblem extends Error {
  /** Counted from 1; of a record over several lines, the first. */
  readonly line: number;
  /** The column or key at fault, where it is one. */
  readonly column?: string;
  readonly reason: string;

  constructor(line: number, reason: string, column?: string) {
    super(`line ${line}: ${reason}`);
    this.name = 'TextProblem';
    this.line = line;
    this.reason = reason;
    if (column !== undefined) this.column = column;
  }
}

const LONGEST_QUOTE = 40;

/** A piece of a file as a message shows it: quoted, control characters escaped, cut when long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
