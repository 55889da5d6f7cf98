import type { Chart, CommitDocument, ReportSection } from '../../host/api/types.ts';
import { host } from '../api/host.ts';
import { createLongCalls } from '../state/longCalls.ts';

/** A planned purchase of commitments. `planId` names it for exports and for other amounts. */
export interface Plan {
  readonly planId: string;
  readonly document: CommitDocument;
  readonly sections: readonly ReportSection[];
  readonly charts: readonly Chart[];
}

/** Plans for the documents of this window. */
export const plans = createLongCalls<Plan, void>('looking at what is offered', async (input, _, signal) =>
  host.planning.commit(input, { signal }),
);
