import { describe, expect, it } from 'vitest';
import { faultsOf, readingOf } from './reading.ts';

const METRIC =
  '{ type: Pods, pods: { metric: { name: vllm_num_requests_waiting }, target: { type: AverageValue, averageValue: 5 } } }';
const hpa = (name: string, max: number, apiVersion = 'autoscaling/v2'): string => `apiVersion: ${apiVersion}
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec: { maxReplicas: ${max}, metrics: [${METRIC}] }
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: a }
spec: { template: { spec: { containers: [{ name: c, args: ["--chat-template", "{{ messages }}"] }] } } }
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n';

describe('a file of manifests', () => {
  it('may have others beside the one that is read, and empty ones', () => {
    const text = ['---\n# nothing\n', DEPLOYMENT, SERVICE, hpa('a', 3), '\n'].join('---\n');
    expect(readingOf(text).written['max']).toBe(3);
  });

  it('may be what kubectl prints', () => {
    const item = JSON.stringify({ apiVersion: 'v1', kind: 'Service' });
    const text = `{ "apiVersion": "v1", "kind": "List", "items": [${item}, { "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": { "name": "a" }, "spec": { "maxReplicas": 0, "metrics": [] }, "status": {} }] }`;
    expect(faultsOf(text).problems[0]).toMatchObject({ line: 1, path: 'items.1.spec.maxReplicas' });
    expect(
      readingOf(
        text
          .replace(':0', ': 3')
          .replace('"maxReplicas": 0', '"maxReplicas": 3')
          .replace('"metrics": []', `"metrics": [${METRIC}]`),
      ).written['max'],
    ).toBe(3);
  });

  it('of several candidates has one named', () => {
    const text = [hpa('a', 3), hpa('b', 4)].join('---\n');
    expect(faultsOf(text).own).toMatchObject([
      {
        path: ['name'],
        message:
          'is missing: there is more than one, HorizontalPodAutoscaler/a and HorizontalPodAutoscaler/b',
      },
    ]);
    expect(readingOf(text, { name: 'b' }).written['max']).toBe(4);
    expect(readingOf(text, { name: 'HorizontalPodAutoscaler/a' }).written['max']).toBe(3);
    expect(faultsOf(text, { name: 'c' }).own).toMatchObject([
      { path: ['name'], message: 'there is no “c” in the manifest' },
    ]);
    expect(readingOf(hpa('a', 3), { name: 'a' }).written['max']).toBe(3);
  });

  it('is read of the versions that are served today', () => {
    const read = faultsOf(hpa('a', 3, 'autoscaling/v2beta2')).problems;
    expect(read).toMatchObject([
      {
        line: 1,
        path: 'apiVersion',
        message:
          '“autoscaling/v2beta2” is not read: a HorizontalPodAutoscaler is read of autoscaling/v2 and autoscaling/v1',
        suggestion: expect.stringMatching(/same fields as v2beta2/),
      },
    ]);
  });

  it('passes over what others call by the same kind, and names a group of before', () => {
    const other = 'apiVersion: autoscaling.aibrix.ai/v1alpha1\nkind: PodAutoscaler\n';
    expect(faultsOf(other).problems[0]?.message).toBe(
      'has none of what is read, but autoscaling.aibrix.ai/v1alpha1 PodAutoscaler',
    );
    expect(readingOf(`${other}---\n${hpa('a', 3)}`).written['max']).toBe(3);
    expect(faultsOf('apiVersion: keda.k8s.io/v1alpha1\nkind: ScaledObject\n').problems).toMatchObject([
      { line: 1, path: 'apiVersion', suggestion: expect.stringMatching(/KEDA 1/) },
    ]);
  });

  it('says what it has where it has nothing that is read', () => {
    expect(faultsOf([DEPLOYMENT, SERVICE].join('---\n')).problems).toMatchObject([
      {
        message: 'has none of what is read, but apps/v1 Deployment and v1 Service',
        suggestion: expect.stringMatching(
          /^one of HorizontalPodAutoscaler \(autoscaling\/v2, autoscaling\/v1\)/,
        ),
      },
    ]);
    expect(faultsOf('').problems).toMatchObject([{ file: 'm.yaml', message: 'has none of what is read' }]);
    expect(faultsOf('just text').problems[0]?.message).toMatch(/has none of what is read/);
  });

  it.each([
    ['a value', hpa('a', 3).replace('maxReplicas: 3', 'maxReplicas: {{ .Values.max }}'), 4],
    ['a line', hpa('a', 3).replace('spec:', '{{- if .Values.hpa }}\nspec:'), 4],
    ['an include', `# {{ a comment }}\n${hpa('a', 3)}labels:\n  {{- include "labels" . | nindent 4 }}\n`, 7],
  ])('is a template still: %s', (_, text, line) => {
    const { problems } = faultsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      line,
      message: expect.stringMatching(/placeholder, no value yet: \{\{/),
    });
  });

  it('is no YAML', () => {
    expect(faultsOf(`${hpa('a', 3)}a: [`).problems[0]).toMatchObject({
      file: 'm.yaml',
      message: expect.stringMatching(/not valid YAML/),
    });
    expect(faultsOf('a: 1\na: 2').problems[0]).toMatchObject({ line: 2 });
  });
});
