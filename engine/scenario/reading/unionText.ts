import { z } from 'zod';
import { listed } from './listed.ts';

const MOST_KEYS = 3;

/**
 * What only the schema can say, for zod's error map: of keys that are not the object's those that are (a line a key; to search
 * them for the nearest is left to whoever tells of it), and of a union what it can be. Others stay zod's.
 */
export function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const { inst } = issue as { inst?: z.core.$ZodType };
  if (inst === undefined) return undefined;
  if (issue.code === 'unrecognized_keys') return Object.keys(shapeOf(inst)).join('\n');
  if (issue.code === 'invalid_union') return `must be ${listed(formsOf(inst), 'or')}`;
  return undefined;
}

/** What a value of a schema looks like, as a reader would write it. */
function formsOf(schema: z.core.$ZodType): string[] {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  switch (def.type) {
    case 'union':
      return [...new Set(def.options.flatMap(formsOf))];
    case 'pipe':
      return formsOf(def.in);
    case 'optional':
    case 'default':
    case 'prefault':
      return formsOf(def.innerType);
    case 'literal':
      return def.values.map(String);
    case 'enum':
      return Object.values(def.entries).map(String);
    case 'number':
      return ['a number'];
    case 'string':
      return ['a text'];
    case 'array':
      return ['a list'];
    case 'object':
      return [objectForm(schema)];
    default:
      return [def.type];
  }
}

/** The keys that an object must have, with the value of those that have only one; where it must have none, what it can have. */
function objectForm(schema: z.core.$ZodType): string {
  const fields = Object.entries(shapeOf(schema));
  const needed = fields.filter(([, field]) => !z.core.safeParse(field, undefined).success);
  const required = needed.length > 0 ? needed : fields;
  const keys = required.slice(0, MOST_KEYS).map(([key, field]) => {
    const { def } = field._zod as z.core.$ZodTypes['_zod'];
    return `${key}: ${def.type === 'literal' ? def.values.join(' or ') : '…'}`;
  });
  return `{ ${[...keys, ...(required.length > MOST_KEYS ? ['…'] : [])].join(', ')} }`;
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  return def.type === 'object' ? def.shape : {};
}
