import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fieldPaths } from '../../../renderer/vary/fieldPaths.ts';

const scenario = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'scenarios', `${name}.yaml`), 'utf8');

test('fields are called as in the form, and what is a part of one as a part of it', () => {
  const labels = new Map(fieldPaths(scenario('support-assistant')).map(({ path, label }) => [path, label]));
  expect(labels.get('pools.h100.replicas')).toBe('Fleet: Replicas');
  expect(labels.get('pools.h100.batching.maxSequences')).toBe('Model & serving: Batch, at most');
  expect(labels.get('workloads.chat.slo.ttftSeconds')).toBe('Service levels: TTFT (chat)');
  expect(labels.get('horizon.days')).toBe('Scenario: Lasts, days');
  expect(labels.has('name')).toBe(false);
});

test('no two fields of an example are called alike', () => {
  for (const name of ['support-assistant', 'committed-fleet']) {
    const labels = fieldPaths(scenario(name)).map(({ label }) => label);
    expect(new Set(labels).size, name).toBe(labels.length);
  }
});
