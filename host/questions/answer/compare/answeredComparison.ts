import type { Catalog } from '../../../../engine/catalog/catalog.ts';
import type { PreparedRun } from '../../../run/prepareRun.ts';
import type { CompareLine, CompareView } from '../../compare/compareResult.ts';
import type { RunDocument } from '../../forecast/runDocument.ts';
import type { WhatIfs } from '../whatIfs.ts';

/** What an answer about a comparison is made of; runs are in the order of its lines. */
export interface AnsweredComparison {
  readonly view: CompareView;
  /** With the documents that they are of, as written. */
  readonly runs: readonly { readonly document: unknown; readonly run: RunDocument }[];
  /** The one in the first place. */
  readonly prepared: PreparedRun;
  /** Of the one in the first place; undefined where nothing could be tried. */
  readonly found: WhatIfs | undefined;
  readonly catalog: Catalog;
}

/** The index of the run in the first place. */
export function takenIndex({ lines }: CompareView): number {
  return lines.findIndex(({ place }) => place === 1);
}

/** The one in the first place: its line, and its run. */
export function taken({ view, runs }: Pick<AnsweredComparison, 'view' | 'runs'>): {
  readonly line: CompareLine;
  readonly run: RunDocument;
} {
  const index = takenIndex(view);
  return { line: view.lines[index], run: runs[index].run };
}
