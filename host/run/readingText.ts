import { basename } from 'node:path';
import type { Reading } from './inspectTraces.ts';

/** For example `reading trace.csv, 34 %`. */
export function readingText({ file, share }: Reading): string {
  return `reading ${basename(file)}, ${Math.floor(share * 100)} %`;
}
