import { collectUsage } from '../../engine/simulate.ts';
import type { Usage, WindowUsage } from '../../engine/usage/usage.ts';
import { decodeWindow } from '../store/windowBlob.ts';
import { runWindows, type WindowsJob } from './runWindows.ts';

/** Gets every window of a job that counts and joins them. Throws as `runWindows` does. */
export async function simulateWindows(job: WindowsJob): Promise<Usage> {
  const blobs = await runWindows(job);
  return collectUsage(
    job.spec,
    job.plans,
    blobs.map((blob) => blob && decoded(blob)),
  );
}

function decoded(blob: Uint8Array): WindowUsage {
  const window = decodeWindow(blob);
  if (window === undefined) throw new Error('a window’s usage could not be read back');
  return window;
}
