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
      const value = select.get(key);
      return value === undefined ? undefined : (JSON.parse(value) as unknown);
    },
    set: (key, value) => void upsert.run(key, JSON.stringify(value)),
  };
}
