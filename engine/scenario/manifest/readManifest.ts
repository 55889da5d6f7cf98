import { autoscaleProblems } from '../living/autoscale/autoscaleChecks.ts';
import { type AutoscaleDocument, autoscaleSchema } from '../living/autoscale/autoscaleSchema.ts';
import type { Problem } from '../reading/problem.ts';
import type { PlacedProblem } from '../reading/problems.ts';
import { checkValue } from '../reading/readDocument.ts';
import { readYamlDocuments } from '../reading/readYaml.ts';
import { toldProblems } from '../reading/toldProblems.ts';
import { type FoundManifest, findManifest, findObject } from './findManifest.ts';
import { CLUSTER_SETTINGS, type ManifestAutoscale } from './manifestAutoscale.ts';
import { blockPart, objectPart, placeInParts } from './manifestParts.ts';
import { type ManifestFaults, type ManifestReading, originOf } from './manifestReading.ts';
import { readHpa } from './kinds/readHpa.ts';
import { readKeda } from './kinds/readKeda.ts';
import { CONFIG, readKnative } from './kinds/readKnative.ts';
import { readRay, SERVE_CONFIG } from './kinds/readRay.ts';
import { templateLines } from './templateLeftovers.ts';
import { withoutNulls } from './withoutNulls.ts';

/** An autoscaler of a manifest: from here on it is one that was written by hand. */
export interface ManifestDocument {
  /** As it would be written. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly autoscale: AutoscaleDocument;
  /** Of the manifest, with their places: fields without a meaning here. */
  readonly notes: readonly Problem[];
  /** What is simulated otherwise than it would be in the cluster. */
  readonly warnings: readonly Problem[];
}

/** What is wrong, with the manifest and with what the scenario says of it (paths from its `autoscale` on). */
export interface ManifestProblems {
  readonly problems: readonly Problem[];
  readonly own: readonly PlacedProblem[];
}

const MOST_GROUPS = 3000;

/** Reads the manifest that a scenario’s `autoscale` names; `file` is what problems call it. Never throws. */
export function readManifest(
  text: string,
  file: string,
  asked: ManifestAutoscale,
): ManifestDocument | ManifestProblems {
  const read = readYamlDocuments(text);
  if ('problem' in read) {
    const leftovers = templateLines(text, file);
    const problems = leftovers.length > 0 ? leftovers : [{ file, path: '', ...read.problem }];
    return { problems: toldProblems(problems), own: [] };
  }
  const found = findManifest(read.documents, asked.name);
  if ('problems' in found) {
    const problems = found.problems.flatMap(({ document, ...problem }) =>
      document === undefined
        ? [{ ...problem, file, path: '', suggestion: String(problem.suggestion) }]
        : placeInParts([problem], file, [objectPart([], document, [])]),
    );
    return { problems: toldProblems(problems), own: found.own };
  }
  const config = findObject(read.documents, 'ConfigMap', CONFIG);
  const own = objectPart([], found.document, found.at);
  const parts = [
    ...(config === undefined ? [] : [objectPart([CONFIG], config.document, config.at)]),
    ...[blockPart(SERVE_CONFIG, own, text.replace(/^\uFEFF/, ''))].filter((part) => part !== undefined),
    own,
  ];
  const place = (problems: readonly PlacedProblem[]): readonly Problem[] =>
    placeInParts(problems, file, parts);
  const reading = readKind({ ...found, value: withoutNulls(found.value) }, config?.value, asked);
  if ('problems' in reading) return { problems: place(reading.problems), own: reading.own };
  return settle(asked, reading, place);
}

function readKind(
  { kind, value, version }: FoundManifest,
  config: unknown,
  asked: ManifestAutoscale,
): ManifestReading | ManifestFaults {
  switch (kind) {
    case 'HorizontalPodAutoscaler':
      return readHpa(value, version, asked);
    case 'ScaledObject':
      return readKeda(value, asked);
    case 'Service':
    case 'PodAutoscaler':
      return readKnative(value, kind, config, asked);
    case 'RayService':
      return readRay(value, asked);
  }
}

/** The autoscaler as the document’s own schema reads it, with what the scenario says beside the manifest. */
function settle(
  asked: ManifestAutoscale,
  { autoscale, origins, notes, warnings }: ManifestReading,
  place: (problems: readonly PlacedProblem[]) => readonly Problem[],
): ManifestDocument | ManifestProblems {
  const beside = CLUSTER_SETTINGS.filter((key) => asked[key] !== undefined);
  // Where the horizon begins is the scenario’s, whatever a revision begins with.
  const twice = beside.filter((key) => key in autoscale && key !== 'start');
  if (twice.length > 0) {
    return {
      problems: [],
      own: twice.map((key) => ({ path: [key], message: 'is said by the manifest already' })),
    };
  }
  const written = { ...autoscale, ...Object.fromEntries(beside.map((key) => [key, asked[key]])) };
  const checked = checkValue(autoscaleSchema, written, MOST_GROUPS);
  const problems = 'problems' in checked ? checked.problems : autoscaleProblems(checked.value, []);
  if (problems.length > 0) {
    const isOwn = ({ path }: PlacedProblem): boolean => beside.some((key) => key === path[0]);
    const ofManifest = problems.filter((problem) => !isOwn(problem));
    return {
      problems: place(ofManifest.map((problem) => ({ ...problem, path: originOf(origins, problem.path) }))),
      own: problems.filter(isOwn),
    };
  }
  if ('problems' in checked) throw new Error('an autoscaler without problems did not parse');
  return { written, autoscale: checked.value, notes: place(notes), warnings: place(warnings) };
}
