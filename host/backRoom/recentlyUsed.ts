/** A map that keeps so many entries, dropping the one that was not used for longest. */
export interface RecentlyUsed<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  /** Takes one out, if it is still the one that it is thought to be. */
  forget(key: string, value: Value): void;
  values(): Iterable<Value>;
}

/** An empty one for `most` entries; `onDrop` is told of each that has to go. */
export function recentlyUsed<Value>(
  most: number,
  onDrop: (key: string, value: Value) => void = () => undefined,
): RecentlyUsed<Value> {
  const entries = new Map<string, Value>();
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value !== undefined) {
        entries.delete(key);
        entries.set(key, value);
      }
      return value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries;
      if (entries.size <= most || oldest === undefined) return;
      entries.delete(oldest[0]);
      onDrop(...oldest);
    },
    forget: (key, value) => {
      if (entries.get(key) === value) entries.delete(key);
    },
    values: () => entries.values(),
  };
}
