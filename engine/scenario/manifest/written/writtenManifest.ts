import type { PlacedProblem } from '../../reading/problems.ts';
import type { At } from '../manifestReading.ts';

/** An autoscaler as a cluster is given it. */
export interface WrittenManifest {
  /** As they stand in the file, one after the other. */
  readonly objects: readonly object[];
  /** What no manifest has: beside `manifest` in a scenario it makes the same autoscaler of it again. */
  readonly beside: Readonly<Record<string, unknown>>;
  /** What is to be put in or set up by hand, a sentence each. */
  readonly remarks: readonly string[];
}

/** Or what of it a cluster would refuse; paths from the document’s `autoscale` on. */
export type WriteManifest = WrittenManifest | { readonly problems: readonly PlacedProblem[] };

/** What the objects are called, and which engine’s metrics they name. */
export interface WriteNames {
  /** Of the object, and of what it scales. */
  readonly name: string;
  readonly engine: 'vllm' | 'sglang';
}

/** Fields that differ from what they are where nothing is said. */
export function unusual(
  document: object,
  usual: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const all = document as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(usual).flatMap(([key, value]) =>
      all[key] === undefined || all[key] === value ? [] : [[key, all[key]]],
    ),
  );
}

/** Settings of the cluster’s HPA, and the horizon’s beginning. */
export const USUAL_HPA: Readonly<Record<string, unknown>> = {
  start: undefined,
  syncSeconds: 15,
  tolerance: 0.1,
  downscaleStabilizationSeconds: 300,
  metricDelaySeconds: 0,
};

/** Seconds that a cluster takes whole only. */
export function wholeSeconds(seconds: number | undefined, path: At): readonly PlacedProblem[] {
  if (seconds === undefined || Number.isInteger(seconds)) return [];
  return [{ path, message: `must be whole seconds in a manifest, got ${seconds}` }];
}

/** A name that Kubernetes takes for an object, as near to a text as one is (RFC 1123: small letters, digits and hyphens). */
export function objectName(text: string): string {
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'pool' : name;
}
