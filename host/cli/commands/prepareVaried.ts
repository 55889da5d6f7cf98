import { overrideText } from '../../../engine/scenario/reading/editedText.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { readInputText } from '../../files/readInputText.ts';
import { type VariedScenario, varyScenario } from '../../questions/vary/varyScenario.ts';
import { type PreparedRun, prepareRun } from '../../run/prepareRun.ts';
import { sharedThreads } from '../../run/windowRunners.ts';
import type { RunFlags } from '../options.ts';
import { type ProgressDisplay, showProgress } from '../progressBar.ts';
import { varyAxesOf } from './varyAxesOf.ts';
import type { VaryFlag } from './varyFlags.ts';

export interface VaryFlags extends RunFlags {
  readonly vary: readonly VaryFlag[];
  readonly sized: boolean;
  readonly pool?: string;
}

/** The scenario, and each of its variants behind it; and which could not be. */
export interface PreparedVariants {
  readonly prepared: readonly PreparedRun[];
  readonly leftOut: VariedScenario['leftOut'];
}

/**
 * Makes the variants of a prepared scenario that flags ask for, ready to run, and shows on standard error how far that is.
 * The scenario itself comes first; a combination that is the same stands for nothing more. Throws `InputProblemError`.
 */
export async function prepareVaried(
  base: PreparedRun,
  { vary, sized, pool, set, seed, workers }: VaryFlags,
  signal: AbortSignal,
): Promise<PreparedVariants> {
  const { file } = base;
  const seeded = seed === undefined ? set : [...set, `seed=${seed}`];
  const prepare = (settings: readonly string[]) =>
    prepareRun(file, { settings: [...seeded, ...settings], signal });
  const threads = sharedThreads(workers, 'at first run');
  let display: ProgressDisplay | undefined;
  try {
    let share = 0;
    let text = 'looking at what can be';
    display = showProgress(() => ({ share, text }));
    const { rows, leftOut } = await varyScenario(base, {
      poolId: pool,
      axes: varyAxesOf(vary),
      isSized: sized,
      text: readInputText(file, 'scenario'),
      settings: seeded,
      prepare: (edits) => prepare(edits.map(overrideText)),
      makeRunner: threads.makeRunner,
      signal,
      onProgress: ({ done, rows: of, sentence }) => {
        share = done / Math.max(1, of);
        text = sentence;
      },
    });
    const prepared = [base];
    for (const { label, edits, isBase } of rows) {
      if (isBase) continue;
      const variant = await prepare(edits.map(overrideText));
      // It is told from the others by what it is, and not by where it is from.
      prepared.push({ ...variant, file: `${file}: ${label}` });
    }
    if (prepared.length > 1) return { prepared, leftOut };
    throw new InputProblemError(
      leftOut.length === 0
        ? [{ file, path: '', message: 'what varies is what the scenario has: there is nothing to compare' }]
        : leftOut.map(({ label, reason }) => ({ file, path: label, message: reason })),
    );
  } finally {
    display?.stop();
    await threads.close();
  }
}
