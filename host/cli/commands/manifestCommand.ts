import { basename } from 'node:path';
import type { AutoscaleDocument } from '../../../engine/scenario/living/autoscale/autoscaleSchema.ts';
import {
  flowText,
  manifestText,
  writeManifest,
} from '../../../engine/scenario/manifest/written/writeManifest.ts';
import { isManifest } from '../../../engine/scenario/manifest/manifestAutoscale.ts';
import { manifestEngine } from '../../../engine/scenario/manifest/manifestEngine.ts';
import { objectName } from '../../../engine/scenario/manifest/written/writtenManifest.ts';
import type { PoolDocument } from '../../../engine/scenario/schema.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { chosenPool } from '../../questions/size/chosenPool.ts';
import { jsonText } from '../../report/jsonText.ts';
import { writeOut } from '../../terminal/standardStreams.ts';
import { visible } from '../../terminal/visible.ts';
import { EXIT } from '../exitCodes.ts';
import { watchInterruption } from '../interruption.ts';
import type { RunFlags } from '../options.ts';
import { checkOutputFile, writeOutputFile } from '../outputFile.ts';
import { prepareWithProgress } from '../prepareWithProgress.ts';

export interface ManifestFlags extends Pick<RunFlags, 'set' | 'json'> {
  readonly pool?: string;
  readonly name?: string;
  readonly out?: string;
}

/** `fleetcast manifest`: what sets a pool’s number of replicas, as the manifest that a cluster is given for it. */
export async function manifestCommand(file: string, flags: ManifestFlags): Promise<number> {
  const interruption = watchInterruption();
  try {
    const { checked, inputs } = await prepareWithProgress(file, flags, interruption.signal);
    const pool = checked.pools[chosenPool(file, checked, flags.pool)];
    if (flags.out !== undefined) checkOutputFile('--out', flags.out, inputs);
    const name = objectName(flags.name ?? pool.id);
    const manifest = writeManifest(autoscaleOf(file, pool), { name, engine: manifestEngine(pool) });
    if ('problems' in manifest) {
      throw new InputProblemError(
        manifest.problems.map(({ path, message, suggestion }) => ({
          file,
          path: ['pools', pool.id, 'autoscale', ...path].join('.'),
          message,
          ...(suggestion === undefined ? {} : { suggestion: String(suggestion) }),
        })),
      );
    }
    const { beside, remarks } = manifest;
    const written = flags.out === undefined ? 'manifest.yaml' : basename(flags.out);
    const read = flowText({ autoscale: { manifest: `./${written}`, ...beside } }).replace(/^\{ | \}$/g, '');
    const text = manifestText(manifest, [
      `How replicas of ${visible(pool.id)} come and go (${visible(basename(file))}), as fleetcast manifest wrote it.`,
      ...remarks.map((remark) => `* ${visible(remark)}.`),
      `A scenario reads it by ${read}`,
    ]);
    if (flags.out !== undefined) writeOutputFile('--out', flags.out, text);
    if (flags.json)
      writeOut(jsonText({ pool: pool.id, manifest: text, beside, remarks, out: flags.out ?? null }));
    else if (flags.out === undefined) writeOut(text);
    else
      writeOut(
        `${visible(flags.out)}: ${read}\n${remarks.map((remark) => `  ${visible(remark)}\n`).join('')}`,
      );
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}

/** Who sets the number. Throws `InputProblemError` where nobody does. */
function autoscaleOf(file: string, { id, autoscale }: PoolDocument): AutoscaleDocument {
  if (autoscale !== undefined && !isManifest(autoscale)) return autoscale;
  throw new InputProblemError([
    {
      file,
      path: `pools.${id}.autoscale`,
      message: 'is missing: the number of replicas stays as it is, and needs no manifest',
      suggestion: 'autoscale: { kind: hpa, max: …, metrics: … }, say',
    },
  ]);
}
