import { listed } from '../reading/listed.ts';
import { suggestFrom } from '../reading/nearest.ts';
import type { YamlValue } from '../reading/readDocument.ts';
import type { PlacedProblem } from '../reading/problems.ts';
import { valueAt } from '../reading/problems.ts';
import { excerpt } from '../reading/toldProblems.ts';
import { isManifestKind, MANIFEST_KINDS, type ManifestKind, versionsOf } from './manifestKinds.ts';
import type { At } from './manifestReading.ts';

/** An object of a file of manifests that says how replicas come and go. */
export interface FoundManifest {
  readonly kind: ManifestKind;
  /** Without its group: v2. */
  readonly version: string;
  readonly value: unknown;
  /** The document that it is in, and where (items of a List). */
  readonly document: YamlValue;
  readonly at: At;
}

/** What is wrong with the choice: with the file, or with the name that the scenario asks for. */
export interface NoManifest {
  readonly problems: readonly (PlacedProblem & { readonly document?: YamlValue })[];
  readonly own: readonly PlacedProblem[];
}

interface Candidate extends FoundManifest {
  readonly name: string;
}

const MOST_LISTED = 30;

/** The object that is meant: the only one of a kind that is read, or the one of that name. Others are passed over. */
export function findManifest(
  documents: readonly YamlValue[],
  name: string | undefined,
): FoundManifest | NoManifest {
  const objects = documents.flatMap(objectsOf);
  const readable = objects.flatMap((each) => candidateOf(each));
  const candidates = readable.filter((each): each is Candidate => 'name' in each);
  const named = name === undefined ? candidates : candidates.filter((each) => isCalled(each, name));
  if (named.length === 1) return named[0];
  if (named.length > 1) {
    return {
      problems: [],
      own: [
        {
          path: ['name'],
          message: `${name === undefined ? 'is missing' : 'is not enough'}: there is more than one, ${listed(named.map(titleOf).slice(0, MOST_LISTED), 'and')}`,
          suggestion: `such as name: ${titleOf(named[0])}`,
        },
      ],
    };
  }
  const others = readable.filter(
    (each): each is PlacedProblem & { readonly document: YamlValue } => 'path' in each,
  );
  if (others.length > 0 && candidates.length === 0) return { problems: others, own: [] };
  if (name !== undefined && candidates.length > 0) {
    return {
      problems: [],
      own: [
        {
          path: ['name'],
          message: `there is no “${excerpt(name, 80)}” in the manifest`,
          suggestion: () =>
            suggestFrom(
              name,
              candidates.map((each) => each.name),
            ),
        },
      ],
    };
  }
  return { problems: [nothingIn(objects.map(({ value }) => value))], own: [] };
}

/** The object of a kind and name, wherever it is in a file; undefined where there is none. */
export function findObject(documents: readonly YamlValue[], kind: string, name: string): Placed | undefined {
  return documents
    .flatMap(objectsOf)
    .find(({ value }) => textAt(value, 'kind') === kind && valueAt(value, ['metadata', 'name']) === name);
}

function nothingIn(values: readonly unknown[]): PlacedProblem {
  const kinds = values.map((value) => `${textAt(value, 'apiVersion')} ${textAt(value, 'kind')}`);
  const read = Object.keys(MANIFEST_KINDS).flatMap((kind) =>
    isManifestKind(kind) ? [`${kind} (${versionsOf(kind).join(', ')})`] : [],
  );
  const got = [...new Set(kinds)].slice(0, MOST_LISTED);
  return {
    path: [],
    message: `has none of what is read${got.length === 0 ? '' : `, but ${listed(got, 'and')}`}`,
    suggestion: `one of ${listed(read, 'or')}`,
  };
}

/** An object, the document that it is in, and where. */
export interface Placed {
  readonly value: unknown;
  readonly document: YamlValue;
  readonly at: At;
}

/** The objects of a document: itself, or the items of the List that kubectl prints. */
function objectsOf(document: YamlValue): readonly Placed[] {
  const { value } = document;
  const items = textAt(value, 'kind') === 'List' ? valueAt(value, ['items']) : undefined;
  if (!Array.isArray(items)) return [{ value, document, at: [] }];
  return items.map((item: unknown, i) => ({ value: item, document, at: ['items', i] }));
}

/** An object of a kind that is read; a problem where its version is another; nothing for all else. */
function candidateOf({
  value,
  document,
  at,
}: Placed): readonly (Candidate | (PlacedProblem & { readonly document: YamlValue }))[] {
  const kind = textAt(value, 'kind');
  if (!isManifestKind(kind)) return [];
  const apiVersion = textAt(value, 'apiVersion');
  const slash = apiVersion.lastIndexOf('/');
  const [group, version] = [apiVersion.slice(0, Math.max(0, slash)), apiVersion.slice(slash + 1)];
  // A Service of the core is no Knative one, and others have a PodAutoscaler, too.
  if (group !== MANIFEST_KINDS[kind].group && group !== '' && !FORMER_GROUPS.has(group)) return [];
  if (kind === 'Service' && group === '') return [];
  const versions: readonly string[] = MANIFEST_KINDS[kind].versions;
  if (group === MANIFEST_KINDS[kind].group && versions.includes(version)) {
    return [{ kind, version, value, document, at, name: String(valueAt(value, ['metadata', 'name']) ?? '') }];
  }
  return [
    {
      document,
      path: [...at, 'apiVersion'],
      message: `${apiVersion === '' ? 'is missing' : `“${excerpt(apiVersion, 80)}” is not read`}: a ${kind} is read of ${listed(versionsOf(kind), 'and')}`,
      suggestion: OTHER_VERSIONS[kind] ?? `write it as ${versionsOf(kind)[0]}`,
    },
  ];
}

const FORMER_GROUPS: ReadonlySet<string> = new Set(['keda.k8s.io']);
const OTHER_VERSIONS: Partial<Record<ManifestKind, string>> = {
  HorizontalPodAutoscaler:
    'autoscaling/v2 has been there since Kubernetes 1.23 and has the same fields as v2beta2, which was taken out in 1.26',
  ScaledObject: 'keda.sh/v1alpha1 has been there since KEDA 2; keda.k8s.io was KEDA 1',
  RayService: 'ray.io/v1 has been there since KubeRay 1.0; v1alpha1 has the same fields',
};

/** By metadata.name, or by kind and name where two kinds share one. */
function isCalled({ name, kind }: Candidate, asked: string): boolean {
  return name === asked || `${kind}/${name}` === asked;
}

function titleOf({ kind, name }: Candidate): string {
  return `${kind}/${name}`;
}

function textAt(value: unknown, key: string): string {
  const found = valueAt(value, [key]);
  return typeof found === 'string' ? found : '';
}
