import { Document } from 'yaml';
import type { AutoscaleDocument } from '../../living/autoscale/autoscaleSchema.ts';
import type { WriteManifest, WriteNames, WrittenManifest } from './writtenManifest.ts';
import { writtenHpa } from './writtenHpa.ts';
import { writtenKeda } from './writtenKeda.ts';
import { writtenKnative } from './writtenKnative.ts';
import { writtenRay } from './writtenRay.ts';

/** An autoscaler as the manifest that a cluster is given for it; read again, beside what no manifest has, it is the same autoscaler. */
export function writeManifest(autoscale: AutoscaleDocument, names: WriteNames): WriteManifest {
  switch (autoscale.kind) {
    case 'hpa':
      return writtenHpa(autoscale, names);
    case 'keda':
      return writtenKeda(autoscale, names);
    case 'knative':
      return writtenKnative(autoscale, names);
    case 'ray-serve':
      return writtenRay(autoscale, names);
    case 'schedule':
    case 'predictive':
      return {
        problems: [
          {
            path: ['kind'],
            message: `${autoscale.kind} is no autoscaler of a cluster’s: it has no manifest`,
            suggestion: 'hpa, keda, knative and ray-serve have',
          },
        ],
      };
  }
}

/** A manifest as a file, under a comment. */
export function manifestText(
  { objects }: Pick<WrittenManifest, 'objects'>,
  comment: readonly string[],
): string {
  const documents = objects.map((object) => new Document(object).toString({ lineWidth: 0 }));
  return `${comment.map((line) => `# ${line}`.trimEnd()).join('\n')}\n${documents.join('---\n')}`;
}

/** A value as it stands in a scenario, on one line: `{ manifest: ./hpa.yaml, start: 4 }`. */
export function flowText(value: object): string {
  return new Document(value).toString({ collectionStyle: 'flow', lineWidth: 0 }).trim();
}
