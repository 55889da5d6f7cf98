/** A manifest as a cluster takes it: a field that is null is one that is not said. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, below]) => (below === null ? [] : [[key, withoutNulls(below)]])),
  );
}
