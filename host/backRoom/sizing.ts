import type { SizeChoices } from '../../engine/planning/size/sizeOptions.ts';
import type { SizeEvent } from '../api/types.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { sizeDocument } from '../questions/size/sizeDocument.ts';
import { sizeProgressText } from '../questions/size/sizeProgressText.ts';
import { sizeSections } from '../questions/size/sizeSections.ts';
import { readingText } from '../run/readingText.ts';
import { prepareText, type ScenarioText } from '../run/prepareRun.ts';
import { runHeader } from '../questions/forecast/runHeader.ts';
import { sizeScenario } from '../questions/size/sizeScenario.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';

/** Which pool to size, where there are several, and what to search. */
export interface SizeAsked {
  readonly poolId?: string | undefined;
  readonly choices: SizeChoices;
}

export interface SizingOptions extends SizeAsked {
  readonly workers: number;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
}

/** Searches for the cheapest deployment of a scenario's pool, and tells how far it is, then what it found. */
export async function sizing(
  source: ScenarioText,
  options: SizingOptions,
  tell: (event: SizeEvent) => void,
): Promise<void> {
  const startedMs = performance.now();
  const { signal } = options;
  const prepared = await prepareText(source, {
    settings: [],
    signal,
    onReading: (reading) => tell({ kind: 'progress', share: 0, sentence: readingText(reading) }),
  });
  signal.throwIfAborted();
  const catalog = readCatalog();
  const sized = await sizeScenario(prepared, prepared.checked, catalog, {
    poolId: options.poolId,
    choices: options.choices,
    makeRunner: options.makeRunner,
    signal,
    onProgress: (progress) =>
      tell({
        kind: 'progress',
        share: progress.done / Math.max(1, progress.options),
        sentence: sizeProgressText(progress, prepared.currency),
      }),
  });
  const header = runHeader(prepared, options.workers, (performance.now() - startedMs) / 1000);
  const document = sizeDocument(header, prepared.name, prepared.currency, catalog, sized);
  tell({ kind: 'done', document, sections: sizeSections(document) });
}
