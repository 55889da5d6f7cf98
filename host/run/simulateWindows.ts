import { collectUsage } from '../../engine/simulate.ts';
import type { Usage, WindowUsage } from '../../engine/usage/usage.ts';
import { decodeWindow } from '../store/windowBlob.ts';
import { runWindows, type WindowsJob } from './runWindows.ts';
import { windowModels } from './windowModels.ts';

/** Gets every window of a job that counts and joins them. Throws as `runWindows` does. */
export async function simulateWindows(job: WindowsJob): Promise<Usage> {
  const blobs = await runWindows(job);
  const modelOf = windowModels(job.spec);
  const windowAt = (index: number): WindowUsage => decoded(blobs[index], modelOf(job.plans[index]));
  const last = blobs.findLastIndex((blob) => blob !== undefined);
  const isGivenUp = windowAt(last).stop !== undefined;
  return collectUsage(job.spec, job.plans, windowAt, isGivenUp ? last : undefined);
}

function decoded(blob: Uint8Array | undefined, model: WindowUsage): WindowUsage {
  const window = blob === undefined ? undefined : decodeWindow(blob, model);
  if (window === undefined) throw new Error('a window’s usage could not be read back');
  return window;
}
