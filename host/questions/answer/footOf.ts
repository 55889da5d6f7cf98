import { grouped } from '../../../engine/finance/plainText.ts';
import { QUICK_ESTIMATE_NOTE } from '../../report/quickEstimate.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import type { WhatIfs } from './whatIfs.ts';

/** How a page came about; nothing that differs between equal runs. */
export function footOf(
  run: RunDocument,
  isApproximate: boolean,
  found: WhatIfs | undefined,
): readonly string[] {
  const { engine, seed, scenarioHash } = run.fleetcast;
  const isMarked = found?.isApproximate === true || isApproximate;
  return [
    [
      `Fleetcast ${engine}, seed ${seed}, scenario ${scenarioHash.slice(0, 12)}; ${grouped(run.simulatedRequests)} requests simulated.`,
      ...(isMarked ? [QUICK_ESTIMATE_NOTE] : []),
    ].join(' '),
  ];
}
