import type { LivingGrid } from '../../../engine/planning/size/livingChoice.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { runHeader } from '../../questions/forecast/runHeader.ts';
import { livingSizeDocument } from '../../questions/size/livingSizeDocument.ts';
import type { LivingSizeDocument } from '../../questions/size/livingSizeResult.ts';
import { livingSizeScenario } from '../../questions/size/livingSizeScenario.ts';
import { sizeProgressText } from '../../questions/size/sizeProgressText.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { MakeWindowRunner } from '../../run/windowRunners.ts';

/** Values to try of an autoscaler, as flags have them. */
export interface LivingSizeFlags {
  readonly min?: string;
  readonly max?: string;
  readonly target?: string;
  readonly onDemand?: string;
}

/** Of flags, those that were given. */
export function livingFlags(flags: LivingSizeFlags): readonly string[] {
  return (['min', 'max', 'target', 'onDemand'] as const).filter((name) => flags[name] !== undefined);
}

/** Searches the settings of the autoscaler of a pool. Throws `InputProblemError`. */
export async function livingSize(
  prepared: PreparedRun,
  pool: number,
  flags: LivingSizeFlags & { readonly workers: number },
  running: { readonly makeRunner: MakeWindowRunner; readonly signal: AbortSignal },
  onProgress: (share: number, text: string) => void,
): Promise<LivingSizeDocument> {
  const startedMs = performance.now();
  const sized = await livingSizeScenario(prepared, {
    pool,
    grid: gridOf(flags),
    ...running,
    onProgress: (done, all, bestCostPerMonth) =>
      onProgress(
        done / all,
        sizeProgressText({ done, options: all, simulated: done, bestCostPerMonth }, prepared.currency),
      ),
  });
  const header = runHeader(prepared, flags.workers, (performance.now() - startedMs) / 1000);
  return livingSizeDocument(header, prepared.name, prepared.currency, sized, prepared.checked.pools[pool]);
}

function gridOf({ min, max, target, onDemand }: LivingSizeFlags): Partial<LivingGrid> {
  return {
    ...(min !== undefined && { min: numbers('--min', min, true) }),
    ...(max !== undefined && { max: numbers('--max', max, true) }),
    ...(target !== undefined && { target: numbers('--target', target, false) }),
    ...(onDemand !== undefined && { onDemand: numbers('--on-demand', onDemand, true) }),
  };
}

/** Numbers of a list; a share may be written as one: 70%. */
function numbers(flag: string, text: string, isWhole: boolean): readonly number[] {
  return text.split(',').map((item) => {
    const written = item.trim();
    const value = written.endsWith('%') ? Number(written.slice(0, -1)) / 100 : Number(written);
    if (
      written !== '' &&
      value >= 0 &&
      Number.isFinite(value) &&
      (!isWhole || Number.isInteger(value)) &&
      (isWhole || value > 0)
    )
      return value;
    throw new InputProblemError([
      {
        file: flag,
        path: '',
        message: `'${item}' is no ${isWhole ? 'number of replicas' : 'target'}`,
        suggestion: isWhole ? 'whole numbers, such as 1,2,4' : 'such as 8,12 or 60%,70%',
      },
    ]);
  });
}
