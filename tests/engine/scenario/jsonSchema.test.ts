import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../../engine/scenario/jsonSchema.ts';

it('is published beside the examples as the schema says it', () => {
  const published: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../scenarios/scenario.schema.json'), 'utf8'),
  );
  expect(published, 'run: npm run schema').toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});
