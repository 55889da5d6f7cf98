import { parse } from 'yaml';
import { suggestFrom } from './nearest.ts';
import type { Problem } from './problems.ts';

/**
 * Applies `path=value` to a raw document, in place: steps are parted by dots, a list's items go by
 * id or index, the value is YAML. A new key may be set (the schema judges it) but not a new list item.
 * Returns what could not be applied.
 */
export function applyOverrides(raw: object, overrides: readonly string[]): Problem[] {
  return overrides.flatMap((override) => applyOverride(raw, override) ?? []);
}

function applyOverride(raw: object, override: string): Problem | undefined {
  const equals = override.indexOf('=');
  if (equals <= 0) return { path: override, message: 'is not an override', suggestion: 'write --set path=value, such as --set pools.h100.replicas=4' };
  const path = override.slice(0, equals).trim();
  let value: unknown;
  try {
    value = parse(override.slice(equals + 1), { schema: 'core' });
  } catch {
    return { path, message: `the value “${override.slice(equals + 1)}” is not valid YAML` };
  }
  const steps = path.split('.');
  let at: unknown = raw;
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1;
    const done = steps.slice(0, i + 1).join('.');
    if (Array.isArray(at)) {
      const list: unknown[] = at;
      const index = indexIn(list, step);
      if (index === undefined) return { path: done, message: `there is no “${step}” in this list`, suggestion: suggestFrom(step, idsOf(list)) };
      if (last) list[index] = value;
      at = list[index];
    } else if (typeof at === 'object' && at !== null) {
      const group = at as Record<string, unknown>;
      if (step === '__proto__' || step === 'constructor' || step === 'prototype') return { path: done, message: `“${step}” cannot be set` };
      if (last) group[step] = value;
      else if (!Object.hasOwn(group, step)) group[step] = {};
      at = group[step];
    } else return { path: done, message: `there is nothing below ${steps.slice(0, i).join('.')}: it is ${JSON.stringify(at)}` };
  }
  return undefined;
}

function indexIn(list: readonly unknown[], step: string): number | undefined {
  const byId = list.findIndex((item) => typeof item === 'object' && item !== null && (item as { id?: unknown }).id === step);
  if (byId >= 0) return byId;
  return /^\d+$/.test(step) && Number(step) < list.length ? Number(step) : undefined;
}

function idsOf(list: readonly unknown[]): string[] {
  return list.flatMap((item) => {
    const id = typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}
