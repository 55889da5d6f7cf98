import { answerExamples } from './answerExamples.ts';
import { rendererFiles } from '../../host/serve/rendererFiles.ts';
import { findChromium } from './findChromium.ts';

/** What a runner is started with, and why it may run nothing. */
export type Preparation = { environment: NodeJS.ProcessEnv; excuse?: string };

/**
 * Finds a Chromium, builds the pages that it will open, and answers the examples that they show. Where none can be had, every browser test
 * is told to skip itself with the reason; in continuous integration (`CI` is set) that is no excuse, and
 * they fail. A build that fails is told, and its tests will.
 */
export async function prepareBrowserTests(): Promise<Preparation> {
  await rendererFiles((sentence) => process.stderr.write(`app: ${sentence}\n`)).catch((error: unknown) =>
    process.stderr.write(`app: the window could not be built: ${String(error)}\n`),
  );
  const found = findChromium();
  if ('executable' in found || isContinuousIntegration()) {
    await answerExamples();
    return { environment: 'executable' in found ? { FLEETCAST_CHROMIUM: found.executable } : {} };
  }
  return { environment: { FLEETCAST_NO_CHROMIUM: found.missing }, excuse: found.missing };
}

/** Whether a machine of ours runs this, that must have all it needs. */
function isContinuousIntegration(): boolean {
  return !['', '0', 'false', undefined].includes(process.env.CI);
}
