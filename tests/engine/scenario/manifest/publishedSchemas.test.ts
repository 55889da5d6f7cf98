import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { Service } from '@kubernetes-models/knative/serving.knative.dev/v1/Service';
import fc from 'fast-check';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { manifestText, writeManifest } from '../../../../engine/scenario/manifest/written/writeManifest.ts';
import { anyPolicy } from './anyPolicy.ts';

/** The schemas that Kubernetes, KEDA and Knative publish, as those who made packages of them have them. */
const SCHEMAS: Readonly<Record<string, (object: never) => { validate(): void }>> = {
  HorizontalPodAutoscaler: (object) => new HorizontalPodAutoscaler(object),
  ScaledObject: (object) => new ScaledObject(object),
  Service: (object) => new Service(object),
  ConfigMap: (object) => new ConfigMap(object),
};
const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'a' }, maxReplicas: 3 },
};

describe('a manifest that is written', () => {
  it('is valid by what the makers of its kind publish', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyPolicy, (autoscale) => {
        const manifest = writeManifest(autoscale, { name: 'chat', engine: 'vllm' });
        if ('problems' in manifest) throw new Error(JSON.stringify(manifest.problems));
        for (const document of parseAllDocuments(manifestText(manifest, ['so']))) {
          const object = document.toJS() as { readonly kind: string };
          seen.add(object.kind);
          SCHEMAS[object.kind]?.(object as never).validate();
        }
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual([
      'ConfigMap',
      'HorizontalPodAutoscaler',
      'RayService',
      'ScaledObject',
      'Service',
    ]);
  });

  it('would not be with anything wrong', () => {
    const validated = (object: object) => () => new HorizontalPodAutoscaler(object as never).validate();
    expect(validated(HPA)).not.toThrow();
    expect(validated({ ...HPA, spec: { ...HPA.spec, maxReplicas: 'many' } })).toThrow(/maxReplicas/);
    // Strange keys are refused by our own reader, as the API server does.
    expect(validated({ ...HPA, spec: { maxReplicas: 3 } })).toThrow(/scaleTargetRef/);
    expect(() => new ScaledObject({ spec: { scaleTargetRef: { name: 'a' } } } as never).validate()).toThrow(
      /triggers/,
    );
  });
});
