import { autoscaleProblems } from '../living/autoscaleChecks.ts';
import { type AutoscaleDocument, autoscaleSchema } from '../living/autoscaleSchema.ts';
import type { Problem } from '../problem.ts';
import type { PlacedProblem } from '../problems.ts';
import { checkValue, placeProblems, problemPlacer, type YamlValue } from '../readDocument.ts';
import { readYamlDocuments } from '../readYaml.ts';
import { toldProblems } from '../toldProblems.ts';
import { type FoundManifest, findManifest } from './findManifest.ts';
import { CLUSTER_SETTINGS, type ManifestAutoscale } from './manifestAutoscale.ts';
import { type ManifestFaults, type ManifestReading, originOf } from './manifestReading.ts';
import { readHpa } from './readHpa.ts';
import { templateLines } from './templateLeftovers.ts';

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
    const problems = found.problems.flatMap(({ document = read.documents[0], ...problem }) =>
      document === undefined
        ? [{ file, path: '', message: problem.message }]
        : placeIn(document, file, [problem]),
    );
    return { problems: toldProblems(problems), own: found.own };
  }
  const reading = readKind(found, asked);
  if ('problems' in reading) return faultsIn(found, file, reading);
  return settle(found, file, asked, reading);
}

function readKind(found: FoundManifest, asked: ManifestAutoscale): ManifestReading | ManifestFaults {
  switch (found.kind) {
    case 'HorizontalPodAutoscaler':
      return readHpa(found.value, found.version, asked);
    default:
      return { problems: [{ path: ['kind'], message: `${found.kind} is not read yet` }], own: [] };
  }
}

/** The autoscaler as the document’s own schema reads it, with what the scenario says beside the manifest. */
function settle(
  found: FoundManifest,
  file: string,
  asked: ManifestAutoscale,
  { autoscale, origins, notes, warnings }: ManifestReading,
): ManifestDocument | ManifestProblems {
  const beside = CLUSTER_SETTINGS.filter((key) => asked[key] !== undefined);
  const written = { ...autoscale, ...Object.fromEntries(beside.map((key) => [key, asked[key]])) };
  const placed = (problems: readonly PlacedProblem[]): ManifestProblems => {
    const isOwn = ({ path }: PlacedProblem): boolean => beside.some((key) => key === path[0]);
    const ofManifest = problems.filter((problem) => !isOwn(problem));
    return faultsIn(found, file, {
      problems: ofManifest.map((problem) => ({ ...problem, path: originOf(origins, problem.path) })),
      own: problems.filter(isOwn),
    });
  };
  const checked = checkValue(autoscaleSchema, written, MOST_GROUPS);
  const problems = 'problems' in checked ? checked.problems : autoscaleProblems(checked.value, []);
  if (problems.length > 0) return placed(problems);
  if ('problems' in checked) throw new Error('an autoscaler without problems did not parse');
  return {
    written,
    autoscale: checked.value,
    notes: told(found, file, notes),
    warnings: told(found, file, warnings),
  };
}

function faultsIn(found: FoundManifest, file: string, { problems, own }: ManifestFaults): ManifestProblems {
  return { problems: told(found, file, problems), own };
}

function told(
  { document, at }: FoundManifest,
  file: string,
  problems: readonly PlacedProblem[],
): readonly Problem[] {
  return placeIn(
    document,
    file,
    problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] })),
  );
}

function placeIn(document: YamlValue, file: string, problems: readonly PlacedProblem[]): readonly Problem[] {
  return placeProblems(problems, problemPlacer(file, document));
}
