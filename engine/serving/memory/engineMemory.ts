import { ofVersion } from '../../catalog/atVersion.ts';
import { type Catalog, USUAL_ENGINE } from '../../catalog/catalog.ts';
import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';

/**
 * The generation of an engine by which its memory is planned: of its family at its version, or that of vLLM without
 * a version where no engine is named or nothing is known of its family. Throws a RangeError for a catalogue that lacks vLLM's.
 */
export function engineMemory(
  { engines }: Pick<Catalog, 'engines'>,
  engine?: { readonly family: string; readonly version: string },
): EngineMemory {
  const generationsOf = (family: string | undefined) => engines.find(({ id }) => id === family)?.memory;
  const own = generationsOf(engine?.family);
  if (own !== undefined) return ofVersion(own, engine?.version ?? '');
  const usual = generationsOf(USUAL_ENGINE);
  if (usual === undefined) throw new RangeError(`the catalogue has no memory of ${USUAL_ENGINE}`);
  return ofVersion(usual, '');
}
