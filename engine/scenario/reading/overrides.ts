import { suggestFrom } from './nearest.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './readYaml.ts';

/**
 * Applies `path=value` to a raw document, in place: steps are parted by dots, a list's items go by
 * id or index (an id may have dots), the value is YAML. A new key may be set (the schema judges it) but not a new list item.
 * Returns what could not be applied.
 */
export function applyOverrides(raw: object, overrides: readonly string[]): Problem[] {
  return overrides.flatMap((override) => applyOverride(raw, override) ?? []);
}

/** To look for ids with dots takes the square of it. */
const LONGEST_PATH = 1000;

function applyOverride(raw: object, override: string): Problem | undefined {
  const equals = override.indexOf('=');
  if (equals <= 0)
    return {
      path: override,
      message: 'is not an override',
      suggestion: 'write --set path=value, such as --set pools.h100.replicas=4',
    };
  const path = override.slice(0, equals).trim();
  if (path.length > LONGEST_PATH) return { path, message: 'is longer than any path' };
  const read = readYaml(override.slice(equals + 1));
  if ('problem' in read) {
    const { message } = read.problem;
    return { path, message: `the value “${override.slice(equals + 1, equals + 61)}”: ${message}` };
  }
  const { value } = read;
  const steps = path.split('.');
  let at: unknown = raw;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (Array.isArray(at)) {
      const list: unknown[] = at;
      const found = itemIn(list, steps, i);
      if (found === undefined)
        return {
          path: steps.slice(0, i + 1).join('.'),
          message: `there is no “${step}” in this list`,
          suggestion: suggestFrom(step, idsOf(list)),
        };
      i += found.steps - 1;
      if (i === steps.length - 1) list[found.index] = value;
      else list[found.index] = unshared(list[found.index]);
      at = list[found.index];
    } else if (typeof at === 'object' && at !== null) {
      const group = at as Record<string, unknown>;
      if (step === '__proto__' || step === 'constructor' || step === 'prototype') {
        return { path: steps.slice(0, i + 1).join('.'), message: `“${step}” cannot be set` };
      }
      if (i === steps.length - 1) group[step] = value;
      else group[step] = Object.hasOwn(group, step) ? unshared(group[step]) : {};
      at = group[step];
    } else
      return {
        path: steps.slice(0, i + 1).join('.'),
        message: `there is nothing below ${steps.slice(0, i).join('.')}: it is ${JSON.stringify(at)}`,
      };
  }
  return undefined;
}

/** What an alias brings in (`*shared`) is one object in several places: only the one on the path shall change. */
function unshared(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as readonly unknown[])];
  return typeof value === 'object' && value !== null ? { ...value } : value;
}

/** The item whose id is spelt by the next steps, the longest id first, or whose index is the next step. */
function itemIn(
  list: readonly unknown[],
  steps: readonly string[],
  from: number,
): { index: number; steps: number } | undefined {
  for (let to = steps.length; to > from; to--) {
    const id = steps.slice(from, to).join('.');
    const index = list.findIndex(
      (item) => typeof item === 'object' && item !== null && (item as { id?: unknown }).id === id,
    );
    if (index >= 0) return { index, steps: to - from };
  }
  const step = steps[from];
  return /^\d+$/.test(step) && Number(step) < list.length ? { index: Number(step), steps: 1 } : undefined;
}

function idsOf(list: readonly unknown[]): string[] {
  return list.flatMap((item) => {
    const id = typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}
