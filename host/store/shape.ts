/**
 * Whether a value has all that a model has, of the same kinds and lengths, every number finite: what came back from
 * a disk is what was put there, and not another's. What it has beyond the model, and what the model leaves
 * undefined, is not looked at.
 */
export function hasShapeOf<T>(model: T, value: unknown): value is T {
  if (model === undefined) return true;
  if (typeof model === 'number') return Number.isFinite(value);
  if (model instanceof Float64Array) {
    return value instanceof Float64Array && value.length === model.length && isFiniteThroughout(value);
  }
  if (Array.isArray(model)) {
    return (
      Array.isArray(value) &&
      value.length === model.length &&
      model.every((item, index) => hasShapeOf(item, value[index]))
    );
  }
  if (typeof model !== 'object' || model === null) return typeof value === typeof model;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(model).every(([key, part]) => hasShapeOf(part, (value as Record<string, unknown>)[key]))
  );
}

function isFiniteThroughout(values: Float64Array): boolean {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return true;
}

/** About how many bytes a value of this shape takes when it is written out. */
export function bytesOf(model: unknown): number {
  if (model instanceof Float64Array) return model.byteLength;
  if (typeof model !== 'object' || model === null) return 16;
  return Object.entries(model).reduce((sum, [key, part]) => sum + key.length + 16 + bytesOf(part), 0);
}
