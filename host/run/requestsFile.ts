import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Placing, placing } from '../files/placing.ts';
import { endOfLinks, syncDirectory, takeRights, whatIsReplaced } from '../files/replaceFile.ts';
import { KEPT } from '../files/finishLeft.ts';
import { makeStaging } from '../files/staging.ts';
import { joinRequestParts } from './requestParts.ts';

/** The audit trail in the making: parts beside the target, and the target only when all is well. */
export interface RequestsFile extends Placing {
  /** Where each window writes its part. */
  readonly parts: string;
  /** Puts the parts of these windows together, in this order. The target is not touched yet. */
  join(windows: readonly number[], signal: AbortSignal): Promise<void>;
  /** Removes what is left beside the target; call it in every case. */
  dispose(): void;
}

/** Starts the audit trail that will be at `path`; its directory must be there. */
export function openRequestsFile(path: string): RequestsFile {
  const target = endOfLinks(path);
  const staging = makeStaging(dirname(target));
  const joined = join(staging.path, 'requests.csv');
  const place = placing(joined, target, join(staging.path, KEPT));
  return {
    parts: staging.path,
    join: async (windows, signal) => {
      await joinRequestParts(staging.path, windows, joined, signal);
      const file = openSync(joined, 'r+');
      try {
        takeRights(file, whatIsReplaced(target));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
    put: () => {
      place.put();
      syncDirectory(dirname(target));
    },
    takeBack: place.takeBack,
    dispose: staging.dispose,
  };
}
