import { appendFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** Adds a line to RESULTS.md: what was tried, on which machine and when, and what came of it. */
export function noteResult(what: string, result: string): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'an unknown processor'}, ${process.platform}, Node ${process.versions.node}`;
  const day = new Date().toISOString().slice(0, 10);
  appendFileSync(join(import.meta.dirname, 'RESULTS.md'), `* ${day}, ${machine}: ${what}: ${result}\n`);
}
