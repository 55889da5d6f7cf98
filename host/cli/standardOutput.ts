import picocolors from 'picocolors';
import type { TextOptions } from '../report/terminalText.ts';
import { terminalOf } from '../terminal/standardStreams.ts';

/** Of a pipe or a file, which has no columns. */
const PLAIN_WIDTH = 100;

/** Colour and width of standard output; picocolors knows NO_COLOR, FORCE_COLOR and dumb terminals. */
export function textOptions(): TextOptions {
  const { isTTY, columns } = terminalOf('stdout');
  return { colour: isTTY && picocolors.isColorSupported, width: isTTY ? columns : PLAIN_WIDTH };
}
