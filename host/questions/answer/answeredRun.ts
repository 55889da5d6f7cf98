import type { Catalog } from '../../../engine/catalog/catalog.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import type { WhatIfs } from './whatIfs.ts';

/** What an answer about one scenario is made of. */
export interface AnsweredRun {
  readonly prepared: PreparedRun;
  readonly run: RunDocument;
  /** Undefined where nothing could be tried beside it. */
  readonly found: WhatIfs | undefined;
  /** The run itself is a quick estimate. */
  readonly isApproximate: boolean;
  readonly catalog: Catalog;
}
