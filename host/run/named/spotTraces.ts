import {
  type InterruptionsDocument,
  onDemandOf,
  spotOf,
} from '../../../engine/scenario/living/capacity/capacitySchema.ts';
import { readSpotPrices } from '../../../engine/workload/spot/readSpotPrices.ts';
import { readSpotTrace } from '../../../engine/workload/spot/readSpotTrace.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { PlacedProblem } from '../../../engine/scenario/reading/problems.ts';
import type { PoolDocument, ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { readSpotTraceFile } from '../../files/spotTraceFile.ts';
import type { TraceSource } from '../inspectTraces.ts';
import { namedFile } from './namedFile.ts';

/** Files with traces of spot, and of machines on demand, that a pool names. */
export function spotTracesOf({ capacity }: Pick<PoolDocument, 'capacity'>): readonly string[] {
  const { interruptions, price } = spotOf(capacity) ?? {};
  const stock = onDemandOf(capacity)?.interruptions;
  return [stock, interruptions, price].flatMap((each) =>
    each !== undefined && 'trace' in each ? [each.trace] : [],
  );
}

/** The document with the rows of the traces that the capacity of its pools names in it, so that what is stored goes by what is in the files. */
export function withSpotTraces(
  document: ScenarioDocument,
  source: Pick<TraceSource, 'locateTrace'>,
  place: (problem: PlacedProblem) => Problem,
  problems: Problem[],
): ScenarioDocument {
  if (document.pools.every((pool) => spotTracesOf(pool).length === 0)) return document;
  const pools = document.pools.map((pool, index) => {
    const capacity = pool.capacity?.map((entry, i) => {
      const read = <T>(trace: string, key: string, parse: (text: string) => T): T | undefined =>
        namedFile(
          trace,
          ['pools', index, 'capacity', i, key, 'trace'],
          (file) => readSpotTraceFile(file, parse),
          source,
          place,
          problems,
        );
      const recorded = (written: InterruptionsDocument | undefined) =>
        written !== undefined && 'trace' in written
          ? read(written.trace, 'interruptions', (text) => readSpotTrace(text, written.format))
          : undefined;
      if (entry.kind === 'on-demand') {
        const stock = recorded(entry.interruptions);
        return { ...entry, ...(stock && { interruptions: stock }) };
      }
      if (entry.kind !== 'spot') return entry;
      const { interruptions, price } = entry;
      const supply = recorded(interruptions);
      const gpus =
        (price !== undefined && 'trace' in price && price.gpus) || entry.gpusPerNode || pool.gpusPerReplica;
      const steps =
        price !== undefined && 'trace' in price
          ? read(price.trace, 'price', (text) => readSpotPrices(text, price, gpus))
          : undefined;
      return {
        ...entry,
        ...(supply && { interruptions: supply }),
        ...(steps && { price: { steps } }),
      };
    });
    return { ...pool, capacity };
  });
  return { ...document, pools };
}
