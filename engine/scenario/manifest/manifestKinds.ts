/** What is read of a cluster's manifests, by group and version of their API. */
export const MANIFEST_KINDS = {
  HorizontalPodAutoscaler: { group: 'autoscaling', versions: ['v2', 'v1'] },
  ScaledObject: { group: 'keda.sh', versions: ['v1alpha1'] },
  Service: { group: 'serving.knative.dev', versions: ['v1'] },
  PodAutoscaler: { group: 'autoscaling.internal.knative.dev', versions: ['v1alpha1'] },
  RayService: { group: 'ray.io', versions: ['v1'] },
} as const satisfies Readonly<Record<string, { group: string; versions: readonly string[] }>>;
export type ManifestKind = keyof typeof MANIFEST_KINDS;

/** `autoscaling/v2`, `autoscaling/v1`. */
export function versionsOf(kind: ManifestKind): readonly string[] {
  const { group, versions } = MANIFEST_KINDS[kind];
  return versions.map((version) => `${group}/${version}`);
}

/** Whether objects of a kind are read. */
export function isManifestKind(kind: unknown): kind is ManifestKind {
  return typeof kind === 'string' && Object.hasOwn(MANIFEST_KINDS, kind);
}
