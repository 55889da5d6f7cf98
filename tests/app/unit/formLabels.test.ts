import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jobSchema } from '../../../engine/scenario/jobs/jobSchema.ts';
import { fieldLabel, labelOf } from '../../../engine/scenario/fieldLabels.ts';

const form = join(import.meta.dirname, '..', '..', '..', 'renderer', 'model', 'form');
const sources = readdirSync(form).filter((file) => /\.tsx?$/.test(file));

/** Labels of fields that are written out: each could differ from what a comparison calls the same field. */
function writtenLabels(source: string): readonly string[] {
  return [
    ...source.matchAll(/(?<![-\w])label="[^"]*"/g),
    ...source.matchAll(/(?<![-\w])label=\{(?!labelOf)[^}]*'[^}]*\}/g),
    ...source.matchAll(/\bkey: '\w+',\s*label: '[^']*'/g),
    ...source.matchAll(/\buseField\([^;]*?,\s*'[A-Z][^']*'/g),
  ].map(([found]) => found);
}

describe('labels of the form', () => {
  it.each(sources)('%s takes those of its fields from the table', (file) => {
    expect(writtenLabels(readFileSync(join(form, file), 'utf8'))).toEqual([]);
  });

  it('would be found if they were written out', () => {
    expect(writtenLabels(`<TextField label="Replicas" />`)).toHaveLength(1);
    expect(writtenLabels(`<TextField label={isOne ? 'Rate' : 'Mean rate'} />`)).toHaveLength(1);
    expect(writtenLabels(`const FIELDS = [{ key: 'pue', label: 'PUE' }];`)).toHaveLength(1);
    expect(writtenLabels(`useField([...path, 'instance'], 'Instance')`)).toHaveLength(1);
    expect(writtenLabels(`<TextField label={labelOf('pools.*.replicas')} />`)).toEqual([]);
  });

  it('are there for every field of a job', () => {
    for (const key of Object.keys(jobSchema.shape))
      expect(fieldLabel(['jobs', 'nightly', key])).toMatchObject({ group: 'Jobs' });
  });

  it('are those by which a comparison calls a field', () => {
    expect(fieldLabel(['pools', 'p', 'model', 'like'])?.label).toBe(labelOf('pools.*.model.like'));
    expect(labelOf('workloads.*.slo.ttftSeconds', false)).toBe('Vector by');
    expect(labelOf('workloads.*.slo.percentile', false)).toBe(labelOf('workloads.*.slo.percentile'));
  });
});
