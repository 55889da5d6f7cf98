import type { PowerDocument, PriceDocument } from './poolSchema.ts';
import type { PowerSpec } from './spec.ts';

/** Of a building that says nothing, as for owned hardware. */
const USUAL_PUE = 1.25;

/** What a document says of power, its defaults filled in: the peak is the TDP of all GPUs where it is not given. */
export function resolvePower(
  { idleWatts, peakWatts, pue, gramsCo2PerKwh }: PowerDocument,
  gpusPerReplica: number,
  tdpWatts: number | undefined,
  price: PriceDocument | undefined,
): PowerSpec {
  const owned = price !== undefined && 'owned' in price ? price.owned : undefined;
  return {
    idleWatts,
    // Without either it is a problem of the document, which is then not simulated.
    peakWatts: peakWatts ?? (tdpWatts ?? 0) * gpusPerReplica,
    pue: pue ?? owned?.pue ?? USUAL_PUE,
    ...(gramsCo2PerKwh === undefined ? {} : { gramsCo2PerKwh }),
  };
}
