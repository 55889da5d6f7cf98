import { quoted, TextProblem } from './textProblem.ts';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const SPACE = 32;
const TAB = 9;

/** A longer one is no record: a binary file, or a quote never closed. Keeps memory bounded. */
const LONGEST_RECORD = 1 << 22;

/** Of a quote that is not closed. */
const SHOWN = 100;

/** Told of text[from, to), a record without its line end, the line it begins on, and whether it may have quotes. */
export type OnRecord = (text: string, from: number, to: number, line: number, hasQuotes: boolean) => void;

/** Takes a file's text in chunks of any size, and its end. */
export interface TextReader {
  push(text: string): void;
  end(): void;
}

/** How records are told apart. */
export interface RecordForm {
  /** Between the fields of CSV, whose quoted ones may hold line ends; left out where a line is a record. */
  readonly separator?: string;
  /** Lines of blanks alone are passed over anywhere. */
  readonly skipsBlank?: boolean;
}

/**
 * Cuts text into records. Takes CRLF and LF, a byte order mark, a last line without its end, and empty lines at the
 * end of the file. Takes no longer than the text is long, whatever its quotes. Throws TextProblem for an empty line
 * elsewhere (but see `skipsBlank`), for a record without end, and for a quote that is never closed.
 */
export function createRecordReader(
  onRecord: OnRecord,
  { separator, skipsBlank = false }: RecordForm,
): TextReader {
  const quotes = separator !== undefined;
  const separatorCode = separator?.charCodeAt(0) ?? 0;
  let rest = '';
  let line = 1;
  let atStart = true;
  let emptyLine = 0;
  const emit = (text: string, from: number, end: number, hasQuotes: boolean): void => {
    const to = end > from && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
    if (isBlank(text, from, to)) emptyLine ||= line;
    else {
      if (emptyLine > 0 && !skipsBlank)
        throw new TextProblem(emptyLine, 'the line is empty, and there are rows after it');
      onRecord(text, from, to, line, hasQuotes);
    }
  };
  return {
    push(chunk) {
      if (chunk === '') return;
      let at = 0;
      if (atStart && chunk.charCodeAt(0) === 0xfeff) at = 1;
      atStart = false;
      const text = rest === '' ? chunk : rest + chunk;
      let quote = quotes ? text.indexOf('"', at) : -1;
      for (;;) {
        let end = text.indexOf('\n', at);
        if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
        const hasQuotes = quote >= 0 && quote < end;
        if (hasQuotes) end = quotedRecordEnd(text, at, separatorCode).end;
        if (end < 0) break;
        emit(text, at, end, hasQuotes);
        line += hasQuotes ? linesIn(text, at, end) : 1;
        at = end + 1;
      }
      rest = text.slice(at);
      if (rest.length > LONGEST_RECORD) {
        throw new TextProblem(
          line,
          `the row has no end within ${LONGEST_RECORD} characters: is a quote never closed?`,
        );
      }
    },
    end() {
      const hasQuotes = quotes && rest.includes('"');
      const open = hasQuotes ? quotedRecordEnd(rest, 0, separatorCode).open : -1;
      if (open >= 0) {
        const at = line + linesIn(rest, 0, open) - 1;
        throw new TextProblem(at, `a quote is never closed: ${quoted(rest.slice(open, open + SHOWN))}`);
      }
      if (rest !== '') emit(rest, 0, rest.length, hasQuotes);
      rest = '';
    },
  };
}

/** The line end that closes the record from `at`, or −1: one within a quoted field does not; and a quote left open, or −1. */
function quotedRecordEnd(text: string, at: number, separator: number): { end: number; open: number } {
  let open = -1;
  let closedAt = -2;
  let fieldStarts = true;
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (open >= 0) {
      if (code === QUOTE) {
        open = -1;
        closedAt = i;
      }
      continue;
    }
    if (code === NEWLINE) return { end: i, open };
    // A quote right after the closing one is a quote within the field; elsewhere it opens only a field.
    if (code === QUOTE && (fieldStarts || closedAt === i - 1)) open = i;
    fieldStarts = code === separator;
  }
  return { end: -1, open };
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 1;
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code !== SPACE && code !== TAB && code !== RETURN) return false;
  }
  return true;
}
