import { PRECISIONS, type Precision } from '../../../engine/catalog/precision.ts';
import { SIZE_LAYOUTS, type SizeLayout } from '../../../engine/planning/size/sizeLayouts.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import { renderAnswer } from '../../report/answerHtml.ts';
import type { OutputFiles } from '../../files/stageOutputs.ts';
import { sizeAnswer } from '../../questions/answer/size/sizeAnswer.ts';
import { sizeWorkbook } from '../../questions/size/sizeWorkbook.ts';
import { checkOutputDirectory, writeOutputs } from '../outputDirectory.ts';
import { chosenPool } from '../../questions/size/chosenPool.ts';
import { livingSizeText } from '../../questions/size/livingSizeText.ts';
import { sizeDocument } from '../../questions/size/sizeDocument.ts';
import { sizeProgressText } from '../../questions/size/sizeProgressText.ts';
import { sizeText } from '../../questions/size/sizeText.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { runHeader } from '../../questions/forecast/runHeader.ts';
import { sizeScenario } from '../../questions/size/sizeScenario.ts';
import { sharedThreads } from '../../run/windowRunners.ts';
import { EXIT } from '../exitCodes.ts';
import { livingFlags, livingSize, type LivingSizeFlags } from './livingSize.ts';
import { watchInterruption } from '../interruption.ts';
import type { RunFlags } from '../options.ts';
import { prepareWithProgress } from '../prepareWithProgress.ts';
import { type ProgressDisplay, showProgress } from '../progressBar.ts';
import { jsonText } from '../../report/jsonText.ts';
import { textOptions } from '../standardOutput.ts';
import { writeError, writeOut } from '../../terminal/standardStreams.ts';
import { traceNotesText } from '../traceNotesText.ts';

export interface SizeFlags extends Omit<RunFlags, 'fresh'>, LivingSizeFlags {
  readonly pool?: string;
  readonly accelerator?: string;
  readonly gpus?: string;
  readonly parallel?: string;
  readonly precision?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly out?: string;
}

/** What `--out` gets. */
const FILES = ['size.json', 'size.xlsx', 'answer.html'] as const;
/** What it gets of an autoscaler's settings. */
const LIVING_FILES = ['size.json'] as const;
/** Flags that say which hardware to try. */
const HARDWARE_FLAGS = ['accelerator', 'gpus', 'parallel', 'precision', 'provider', 'region'] as const;

/** `fleetcast size`: searches the catalogue, or the settings of an autoscaler, for the least cost that keeps the service levels. */
export async function sizeCommand(file: string, flags: SizeFlags): Promise<number> {
  const startedMs = performance.now();
  const interruption = watchInterruption();
  const threads = sharedThreads(flags.workers, 'at first run');
  let display: ProgressDisplay | undefined;
  try {
    const { signal } = interruption;
    const prepared = await prepareWithProgress(file, flags, signal);
    writeError(traceNotesText(prepared));
    const pool = chosenPool(file, prepared.checked, flags.pool);
    const isLiving = prepared.checked.pools[pool].autoscale !== undefined;
    checkFlags(flags, isLiving);
    if (flags.out !== undefined)
      checkOutputDirectory(flags.out, isLiving ? LIVING_FILES : FILES, prepared.inputs);
    const catalog = readCatalog();
    let share = 0;
    let text = 'looking at what fits';
    display = showProgress(() => ({ share, text }));
    if (isLiving) {
      const running = { makeRunner: threads.makeRunner, signal };
      const found = await livingSize(prepared, pool, flags, running, (done, words) => {
        share = done;
        text = words;
      });
      display.stop();
      if (flags.out !== undefined) await writeOutputs(flags.out, { 'size.json': jsonText(found) }, signal);
      writeOut(flags.json ? jsonText(found) : livingSizeText(found, textOptions()));
      return EXIT.done;
    }
    const sized = await sizeScenario(prepared, prepared.checked, catalog, {
      poolId: flags.pool,
      choices: {
        accelerators: list(flags.accelerator),
        gpusPerReplica: list(flags.gpus)?.map(gpus),
        layouts: list(flags.parallel)?.map(layout),
        precisions: list(flags.precision)?.map(precision),
        providers: list(flags.provider),
        regions: list(flags.region),
      },
      makeRunner: threads.makeRunner,
      signal,
      onProgress: (progress) => {
        share = progress.done / Math.max(1, progress.options);
        text = sizeProgressText(progress, prepared.currency);
      },
    });
    const header = runHeader(prepared, flags.workers, (performance.now() - startedMs) / 1000);
    const document = sizeDocument(header, prepared.name, prepared.currency, catalog, sized);
    display.stop();
    if (flags.out !== undefined) {
      const answer = sizeAnswer({ document, sized, prepared, catalog });
      const outputs: OutputFiles<(typeof FILES)[number]> = {
        'size.json': jsonText(document),
        'size.xlsx': await sizeWorkbook(document, answer),
        'answer.html': renderAnswer(answer),
      };
      await writeOutputs(flags.out, outputs, signal);
    }
    writeOut(flags.json ? jsonText(document) : sizeText(document, textOptions()));
    return EXIT.done;
  } finally {
    display?.stop();
    await threads.close();
    interruption.dispose();
  }
}

/** Hardware is searched for a fixed number of replicas, and settings of an autoscaler where there is one. */
function checkFlags(flags: SizeFlags, isLiving: boolean): void {
  const [other] = isLiving ? HARDWARE_FLAGS.filter((name) => flags[name] !== undefined) : livingFlags(flags);
  if (other === undefined) return;
  const flag = `--${other === 'onDemand' ? 'on-demand' : other}`;
  throw isLiving
    ? wrong(
        flag,
        'of this pool the autoscaler’s settings are searched, on the hardware that it has',
        'leave it out, or give the pool replicas in place of autoscale',
      )
    : wrong(flag, 'is for a pool with an autoscaler', 'leave it out');
}

function list(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}

function gpus(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw wrong('--gpus', `'${text}' is no number of GPUs`, 'whole numbers, such as 1,2,4,8');
}

function layout(text: string): SizeLayout {
  const found = SIZE_LAYOUTS.find((each) => each === text);
  if (found !== undefined) return found;
  throw wrong('--parallel', `there is no layout '${text}'`, SIZE_LAYOUTS.join(', '));
}

function precision(text: string): Precision {
  const found = PRECISIONS.find((each) => each === text);
  if (found !== undefined) return found;
  throw wrong('--precision', `there is no precision '${text}'`, PRECISIONS.join(', '));
}

function wrong(file: string, message: string, suggestion: string): InputProblemError {
  return new InputProblemError([{ file, path: '', message, suggestion }]);
}
