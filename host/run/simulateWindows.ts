import { collectUsage } from '../../engine/simulate.ts';
import type { Usage, WindowUsage } from '../../engine/usage/usage.ts';
import { decodeWindow } from '../store/windowBlob.ts';
import { windowModels } from './windowModels.ts';
import { runWindows, type WindowsJob } from './runWindows.ts';

/** Gets every window of a job that counts and joins them. Throws as `runWindows` does. */
export async function simulateWindows(job: WindowsJob): Promise<Usage> {
  const blobs = await runWindows(job);
  const modelOf = windowModels(job.spec);
  return collectUsage(
    job.spec,
    job.plans,
    blobs.map((blob, index) => blob && decoded(blob, modelOf(job.plans[index]))),
  );
}

function decoded(blob: Uint8Array, model: WindowUsage): WindowUsage {
  const window = decodeWindow(blob, model);
  if (window === undefined) throw new Error('a window’s usage could not be read back');
  return window;
}
