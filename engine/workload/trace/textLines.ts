import { TraceProblem } from './traceProblem.ts';

/** Longer than any row of the formats read here: a file that is no text is told early. */
const LONGEST_LINE = 16 * 2 ** 20;

/** Cuts text that comes in chunks into lines, numbered from 1, without their ends (LF or CRLF) or a BOM. */
export interface TextLines {
  push(text: string): void;
  /** The text is complete: what follows the last line end is a line too. */
  end(): void;
}

/** Calls `take` with each line; throws `TraceProblem` for one that never ends. */
export function createTextLines(take: (line: string, number: number) => void): TextLines {
  let rest = '';
  let number = 0;
  const give = (line: string): void => {
    number++;
    take(number === 1 && line.charCodeAt(0) === 0xfeff ? line.slice(1) : line, number);
  };
  return {
    push(text) {
      let from = 0;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        const line = rest + text.slice(from, at);
        rest = '';
        from = at + 1;
        give(line.endsWith('\r') ? line.slice(0, -1) : line);
      }
      rest += text.slice(from);
      if (rest.length > LONGEST_LINE) throw new TraceProblem('the line does not end; this is not a text file of rows', number + 1);
    },
    end() {
      if (rest !== '') give(rest.endsWith('\r') ? rest.slice(0, -1) : rest);
      rest = '';
    },
  };
}
