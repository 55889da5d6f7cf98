import { rmSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { joinRequestParts } from './requestParts.ts';

/** The audit trail in the making: parts beside the target, and the target only when all is well. */
export interface RequestsFile {
  /** Where each window writes its part. */
  readonly parts: string;
  /** Puts the parts of these windows together, in this order. The target is not touched yet. */
  join(windows: readonly number[], signal: AbortSignal): Promise<void>;
  /** Puts the file in its place. */
  commit(): Promise<void>;
  /** Removes what is left beside the target; call it in every case. */
  dispose(): Promise<void>;
}

/** Starts the audit trail that will be at `target`; its directory must be there. */
export async function openRequestsFile(target: string): Promise<RequestsFile> {
  const path = resolve(target);
  const parts = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  const joined = join(parts, 'requests.csv');
  // Nothing asynchronous runs once the process is on its way out (a second Ctrl-C).
  const removeAtExit = (): void => rmSync(parts, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  return {
    parts,
    join: (windows, signal) => joinRequestParts(parts, windows, joined, signal),
    commit: () => rename(joined, path),
    dispose: async () => {
      process.off('exit', removeAtExit);
      await rm(parts, { recursive: true, force: true });
    },
  };
}
