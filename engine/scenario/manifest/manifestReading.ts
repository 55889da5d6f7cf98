import type { PlacedProblem } from '../reading/problems.ts';

export type At = readonly PropertyKey[];

/** Where a field of the autoscaler is from, in the manifest. */
export interface Origin {
  readonly field: At;
  readonly at: At;
}

/** A manifest as the autoscaler that one would have written by hand; paths of all but `origins.field` are the manifest's. */
export interface ManifestReading {
  /** As it would be written, not yet checked. */
  readonly autoscale: Readonly<Record<string, unknown>>;
  readonly origins: readonly Origin[];
  /** Fields without a meaning here. */
  readonly notes: readonly PlacedProblem[];
  /** What is simulated otherwise than it would be in the cluster. */
  readonly warnings: readonly PlacedProblem[];
}

/** What is wrong with a manifest, and with what the scenario says of it (paths from its `autoscale` on). */
export interface ManifestFaults {
  readonly problems: readonly PlacedProblem[];
  readonly own: readonly PlacedProblem[];
}

/** Faults of a manifest, and of what the scenario says of it. */
export function faults(
  problems: readonly PlacedProblem[],
  own: readonly PlacedProblem[] = [],
): ManifestFaults {
  return { problems, own };
}

/** Where a field of the autoscaler is from: of what it stands in, where it is from nowhere itself. */
export function originOf(origins: readonly Origin[], field: At): At {
  let best: Origin | undefined;
  for (const origin of origins) {
    const isAbove = origin.field.length <= field.length && origin.field.every((step, i) => step === field[i]);
    if (isAbove && origin.field.length >= (best?.field.length ?? 0)) best = origin;
  }
  return best?.at ?? [];
}
