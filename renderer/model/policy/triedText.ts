import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { changedText, type Path, readText, setAt, setInPlaceOf, textWithValue } from '../documentText.ts';
import { capacityOf, firstCapacity, placeOfKind, withOnDemand } from '../form/scaling/capacityKinds.ts';
import { firstAutoscale, scalingKind, writtenReplicas } from '../form/scaling/scalingKinds.ts';
import { keyOrder } from '../form/schemaHints.ts';
import { writtenStop } from './leverText.ts';
import type { Lever } from './policyLevers.ts';

/** What was dragged, by lever. */
export type Chosen = Readonly<Partial<Record<Lever['id'], number>>>;

/** A text whose pool has an autoscaler: one with a fixed number gets an HPA, and the start-up of the catalogue, to be tried. */
export function withAutoscaler(text: string, index: number): string | undefined {
  const pool = valueAt(readText(text), ['pools', index]);
  if (scalingKind(pool) !== 'none') return text;
  return changedText(text, (document) => {
    const path: Path = ['pools', index];
    const autoscale = firstAutoscale('hpa', writtenReplicas(pool));
    setInPlaceOf(document, path, 'replicas', 'autoscale', autoscale);
    if (valueAt(pool, ['startUp']) === undefined) setAt(document, [...path, 'startUp'], 'auto');
  });
}

/** A text with what was dragged of a pool written into it; undefined where it cannot be (a value that other places share). */
export function triedText(
  text: string,
  index: number,
  levers: readonly Lever[],
  chosen: Chosen,
): string | undefined {
  return levers.reduce<string | undefined>((before, lever) => {
    const stop = chosen[lever.id];
    if (before === undefined || stop === undefined || stop === lever.value) return before;
    const raw = readText(before);
    const path: Path = ['pools', index, ...lever.path];
    const value =
      lever.id === 'onDemand' ? capacityWith(valueAt(raw, ['pools', index]), stop) : writtenStop(lever, stop);
    return textWithValue(before, path, value, keyOrder(raw, path));
  }, text);
}

/** So many on demand always, the others spot: as it is written, or to begin with. */
function capacityWith(pool: unknown, replicas: number): readonly unknown[] {
  const spotted =
    placeOfKind(pool, 'spot') < 0 ? { ...Object(pool), capacity: firstCapacity('spot', pool) } : pool;
  const written = capacityOf(spotted).find((entry) => valueAt(entry, ['kind']) === 'on-demand');
  const bare = withOnDemand(spotted, replicas === 0 ? undefined : replicas);
  const size = valueAt(written, ['gpusPerNode']);
  if (size === undefined) return bare;
  // Machines stay as large as they are, whichever entry says it.
  return bare.map((entry, at) => (at === 0 ? { ...Object(entry), gpusPerNode: size } : entry));
}
