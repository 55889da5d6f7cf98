import { isManifest } from '../../../engine/scenario/manifest/manifestAutoscale.ts';
import { manifestEngine } from '../../../engine/scenario/manifest/manifestEngine.ts';
import { manifestText, writeManifest } from '../../../engine/scenario/manifest/written/writeManifest.ts';
import { objectName } from '../../../engine/scenario/manifest/written/writtenManifest.ts';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import { isEncoder } from '../../state/knownModels.ts';

/** A pool's policy as the manifest that a cluster is given for it. */
export interface PolicyManifest {
  readonly text: string;
  /** What is to be put in or set up by hand. */
  readonly remarks: readonly string[];
}

/** The manifest of a pool, or why it has none; undefined where there is nothing to say (the text is wrong, or nobody sets the number). */
export function policyManifest(
  text: string,
  index: number,
): PolicyManifest | { readonly reason: string } | undefined {
  const parsed = parseScenario(text, 'scenario', [], isEncoder);
  if ('problems' in parsed) return undefined;
  const pool = parsed.document.pools.at(index);
  if (pool?.autoscale === undefined) return undefined;
  if (isManifest(pool.autoscale)) return { reason: `It is the manifest that the scenario names.` };
  const written = writeManifest(pool.autoscale, { name: objectName(pool.id), engine: manifestEngine(pool) });
  if ('problems' in written) return { reason: written.problems.map(({ message }) => message).join('; ') };
  return {
    text: manifestText(written, [`How replicas of ${pool.id} come and go`]),
    remarks: written.remarks,
  };
}
