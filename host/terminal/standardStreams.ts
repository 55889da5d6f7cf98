import { visible, visibleLayout } from './visible.ts';

// The one place that writes to the terminal and to logs (the linter holds it): whatever a document, a file name, a request or a
// library's message brings, nothing in it moves a cursor, paints, or makes a line that looks like ours.

/** Writes an answer of ours to standard output: lines, colours, JSON. */
export function writeOut(text: string): void {
  process.stdout.write(visibleLayout(text));
}

/** Writes what we say of it to standard error. */
export function writeError(text: string): void {
  process.stderr.write(visibleLayout(text));
}

/** Writes over the line that a terminal is at, until the text ends with a line break. */
export function rewriteLine(text: string): void {
  process.stderr.write(`\r${visibleLayout(text)}`);
}

/** Notes a sentence on standard error. Lines after its first one (of a stack, say) are indented. */
export function log(sentence: string): void {
  process.stderr.write(logText(sentence));
}

/** As `log` writes it. */
export function logText(sentence: string): string {
  return `fleetcast: ${sentence.split('\n').map(visible).join('\n    ')}\n`;
}

/** Standard error for a bar that moves the cursor itself; texts in it are to be made `visible`. */
export function drawingStream(): NodeJS.WriteStream {
  return process.stderr;
}

/** Whoever reads us may stop early (`| head`), or the terminal be gone: that is no fault of anybody, and nobody can be told. */
export function takeClosedStreams(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.stderr.on('error', () => undefined);
}

/** Whether standard output or error is a terminal, and its columns. */
export function terminalOf(stream: 'stdout' | 'stderr'): {
  readonly isTTY: boolean;
  readonly columns: number;
} {
  const { isTTY, columns } = process[stream];
  return { isTTY, columns };
}
