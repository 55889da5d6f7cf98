import { livingProblems } from '../../../engine/scenario/living/livingChecks.ts';
import { isManifest, type ManifestAutoscale } from '../../../engine/scenario/manifest/manifestAutoscale.ts';
import { type ManifestDocument, readManifest } from '../../../engine/scenario/manifest/readManifest.ts';
import type { ParsedScenario } from '../../../engine/scenario/parse.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import { type PlacedProblem, valueAt } from '../../../engine/scenario/reading/problems.ts';
import type { PoolDocument, ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { readInputText } from '../../files/readInputText.ts';
import type { TraceSource } from '../inspectTraces.ts';
import { namedFile, toldOfFile } from './namedFile.ts';

/** The manifest that a pool names for its autoscaler, if any. */
export function manifestOf({ autoscale }: Pick<PoolDocument, 'autoscale'>): ManifestAutoscale | undefined {
  return autoscale !== undefined && isManifest(autoscale) ? autoscale : undefined;
}

/** A document without manifests, and what is to be told of those that it had. */
export interface WithoutManifests {
  readonly document: ScenarioDocument;
  /** Fields of manifests without a meaning here. */
  readonly notes: readonly Problem[];
  /** What is simulated otherwise than it would be in the cluster. */
  readonly warnings: readonly Problem[];
}

type Scenario = Extract<ParsedScenario, { document: ScenarioDocument }>;

/**
 * The document with the autoscalers that its pools name by file written out in it, so that everything after goes by what is in the
 * files and knows no manifests. What is wrong with them is added to `problems`.
 */
export function withManifests(
  scenario: Pick<Scenario, 'raw' | 'place'>,
  document: ScenarioDocument,
  source: Pick<TraceSource, 'locateTrace'>,
  problems: Problem[],
): WithoutManifests {
  const notes: Problem[] = [];
  const warnings: Problem[] = [];
  if (document.pools.every((pool) => manifestOf(pool) === undefined)) return { document, notes, warnings };
  const pools = document.pools.map((pool, index): PoolDocument => {
    const asked = manifestOf(pool);
    if (asked === undefined) return pool;
    const at = ['pools', index, 'autoscale'];
    const own = (found: readonly PlacedProblem[]): void => {
      for (const problem of found)
        problems.push(scenario.place({ ...problem, path: [...at, ...problem.path] }));
    };
    const read = (path: string): ManifestDocument => {
      const manifest = readManifest(readInputText(path, 'document'), path, asked);
      if ('problems' in manifest) {
        own(manifest.own);
        throw new InputProblemError(manifest.problems);
      }
      const written = { ...(valueAt(scenario.raw, ['pools', index]) as object), autoscale: manifest.written };
      // What of the pool does not go with it: in itself it is right.
      for (const each of livingProblems(
        written,
        { startSeconds: undefined, horizonSeconds: undefined, arrivals: [] },
        ['pools', index],
      ))
        problems.push(scenario.place(each));
      return manifest;
    };
    const manifest = namedFile(asked.manifest, [...at, 'manifest'], read, source, scenario.place, problems);
    if (manifest === undefined) return pool;
    const tell = (found: readonly Problem[]): Problem[] =>
      toldOfFile(found, asked.manifest, [...at, 'manifest'], scenario.place);
    notes.push(...tell(manifest.notes));
    warnings.push(...tell(manifest.warnings));
    return { ...pool, autoscale: manifest.autoscale };
  });
  return { document: { ...document, pools }, notes, warnings };
}
