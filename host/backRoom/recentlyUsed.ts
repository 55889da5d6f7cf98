/** A map that keeps so many entries, dropping the one that was not used for longest. */
export interface RecentlyUsed<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  values(): Iterable<Value>;
}

/** An empty one for `most` entries. */
export function recentlyUsed<Value>(most: number): RecentlyUsed<Value> {
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
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    },
    values: () => entries.values(),
  };
}
