/** A value of a report whose shape nobody has promised. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Tokens that Python writes and JSON does not have, where a value stands. */
const NOT_JSON = /([:[,]\s*)(?:-?Infinity|NaN)(?=\s*[,}\]])/g;

/**
 * Reads JSON, or JSON by lines, as Python's tools write it: with a byte-order mark, and with bare NaN and
 * Infinity, which are read as null. Gives the values, one or more; undefined where it is neither.
 */
export function reportJson(text: string): readonly Json[] | undefined {
  const plain = text.replace(/^\uFEFF/, '').replace(NOT_JSON, '$1null');
  const whole = parsed(plain);
  if (whole !== undefined) return Array.isArray(whole) ? (whole as readonly Json[]) : [whole];
  const lines = plain.split(/\r?\n/).filter((line) => line.trim() !== '');
  const values = lines.map(parsed).filter((value) => value !== undefined);
  return values.length === lines.length && values.length > 0 ? values : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The value at a path of keys, or undefined. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return undefined;
    here = (here as { readonly [key: string]: Json | undefined })[key];
  }
  return here;
}

/** The finite number at a path; a negative one (−1.0 stands for nothing seen) is none. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined;
}

/** The text at a path. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The items of the list at a path; none where there is none. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}
