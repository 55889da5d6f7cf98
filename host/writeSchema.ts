import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioJsonSchema } from '../engine/scenario/jsonSchema.ts';

/** `npm run schema` publishes the document's JSON Schema beside the examples. */
const target = join(import.meta.dirname, '..', 'scenarios', 'scenario.schema.json');
writeFileSync(target, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
