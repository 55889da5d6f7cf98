import { randomUUID } from 'node:crypto';
import type { SizeChoices } from '../../engine/planning/size/sizeOptions.ts';
import type { SizeEvent } from '../api/types.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { sizeAnswer } from '../questions/answer/size/sizeAnswer.ts';
import { sizeDocument } from '../questions/size/sizeDocument.ts';
import { sizeProgressText } from '../questions/size/sizeProgressText.ts';
import { sizeSections } from '../questions/size/sizeSections.ts';
import { readingText } from '../run/readingText.ts';
import { prepareText, type ScenarioText } from '../run/prepareRun.ts';
import { runHeader } from '../questions/forecast/runHeader.ts';
import { sizeScenario } from '../questions/size/sizeScenario.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import type { SizeDocument } from '../questions/size/sizeResult.ts';
import type { AnswerPage } from '../report/answerPage.ts';
import { HostError } from './hostError.ts';
import { recentlyUsed } from './recentlyUsed.ts';

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

/** What a search found, with what its exports are made of. */
export interface SearchEntry {
  readonly document: SizeDocument;
  readonly answer: AnswerPage;
}

export interface SizingSearches {
  /** Searches for the cheapest deployment of a scenario's pool, and tells how far it is, then what it found. */
  search(source: ScenarioText, options: SizingOptions, tell: (event: SizeEvent) => void): Promise<void>;
  /** Throws `NOT_FOUND` where it is not kept any more. */
  get(searchId: string): SearchEntry;
}

const SEARCHES_IN_MEMORY = 8;

/** Searches for deployments, and keeps the last ones for their exports. */
export function createSizing(): SizingSearches {
  const searches = recentlyUsed<SearchEntry>(SEARCHES_IN_MEMORY);
  return {
    search: async (source, options, tell) => {
      const entry = await searched(source, options, tell);
      const searchId = randomUUID();
      searches.set(searchId, entry);
      tell({
        kind: 'done',
        searchId,
        document: entry.document,
        sections: sizeSections(entry.document),
      });
    },
    get: (searchId) => {
      const entry = searches.get(searchId);
      if (entry === undefined)
        throw new HostError('NOT_FOUND', 'This search is not kept any more: search again.');
      return entry;
    },
  };
}

async function searched(
  source: ScenarioText,
  options: SizingOptions,
  tell: (event: SizeEvent) => void,
): Promise<SearchEntry> {
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
  return { document, answer: sizeAnswer({ document, sized, prepared, catalog }) };
}
