import type Database from 'better-sqlite3';

/** Small values by name, as JSON; every call throws what SQLite says. */
export interface SettingsStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Settings on an open database. */
export function createSettingsStore(database: Database.Database): SettingsStore {
  const select = database.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const upsert = database.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  return {
    get: (key) => {
      const json = select.get(key) ?? 'null';
      try {
        return JSON.parse(json) ?? undefined;
      } catch {
        // Damaged: as if it had never been set.
        return undefined;
      }
    },
    set: (key, value) => void upsert.run(key, JSON.stringify(value)),
  };
}
