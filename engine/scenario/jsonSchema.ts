import { z } from 'zod';
import { scenarioSchema } from './schema.ts';

/** The JSON Schema of the document as it is written, for editors. */
export function scenarioJsonSchema(): object {
  return {
    title: 'Fleetcast scenario, version 1',
    ...z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' }),
  };
}
