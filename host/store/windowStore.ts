import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { DATABASE_FILE, openDatabase } from './openDatabase.ts';
import { systemReason } from '../files/systemReason.ts';

/** A finished window as the store keeps it (see windowBlob.ts for the bytes). */
export interface StoredWindow {
  readonly key: string;
  readonly blob: Uint8Array;
}

/** Finished windows by key. Every call is safe: what fails is told once, and then left. */
export interface WindowStore {
  /** The blobs that are there, by key; they count as used now. */
  read(keys: readonly string[]): Map<string, Uint8Array>;
  /** Keeps all of them or none. */
  write(windows: readonly StoredWindow[]): void;
  /** Drops the least recently used until at most `maxBytes` are kept. */
  prune(maxBytes: number): void;
  close(): void;
}

/** A store that keeps nothing, for where none can be had. */
export const NO_STORE: WindowStore = {
  read: () => new Map(),
  write: () => undefined,
  prune: () => undefined,
  close: () => undefined,
};

/**
 * Opens (or makes) the store in `directory`. It is a convenience: where it is damaged,
 * newer, read-only or on a full disk, `warn` gets one sentence and the run goes on without.
 */
export function openWindowStore(directory: string, warn: (sentence: string) => void): WindowStore {
  const path = join(directory, DATABASE_FILE);
  try {
    return guard(storeOn(openDatabase(directory)), path, warn);
  } catch (error) {
    warn(storeWarning(path, error));
    return NO_STORE;
  }
}

function storeOn(database: Database.Database): WindowStore {
  const select = database.prepare<[string], unknown>('SELECT value FROM windows WHERE key = ?').pluck();
  const touch = database.prepare('UPDATE windows SET used_at = ? WHERE key = ?');
  const insert = database.prepare(
    `INSERT INTO windows (key, value, bytes, created_at, used_at) VALUES (@key, @value, @bytes, @now, @now)
     ON CONFLICT (key) DO UPDATE SET value = @value, bytes = @bytes, used_at = @now`,
  );
  const total = database.prepare<[], number>('SELECT coalesce(sum(bytes), 0) FROM windows').pluck();
  const oldest = database.prepare<[], { key: string; bytes: number }>(
    'SELECT key, bytes FROM windows ORDER BY used_at, key',
  );
  const remove = database.prepare('DELETE FROM windows WHERE key = ?');

  const readAll = database.transaction((keys: readonly string[]) => {
    const found = new Map<string, Uint8Array>();
    const now = Date.now();
    for (const key of keys) {
      const blob = select.get(key);
      if (blob === undefined) continue;
      // A column holds what was put there: text that is no blob is as good as an empty one.
      found.set(key, blob instanceof Uint8Array ? blob : new Uint8Array());
      touch.run(now, key);
    }
    return found;
  });
  const writeAll = database.transaction((windows: readonly StoredWindow[]) => {
    const now = Date.now();
    for (const { key, blob } of windows) {
      insert.run({ key, value: blob, bytes: blob.byteLength, now });
    }
  });
  const pruneAll = database.transaction((maxBytes: number) => {
    let kept = total.get() ?? 0;
    if (kept <= maxBytes) return false;
    for (const { key, bytes } of oldest.all()) {
      if (kept <= maxBytes) break;
      remove.run(key);
      kept -= bytes;
    }
    return true;
  });

  return {
    read: (keys) => readAll.immediate(keys),
    write: (windows) => writeAll.immediate(windows),
    prune: (maxBytes) => {
      if (pruneAll.immediate(maxBytes)) database.pragma('incremental_vacuum');
    },
    close: () => database.close(),
  };
}

/** After the first failure the store is left alone: a full disk does not heal in a run. */
function guard(store: WindowStore, path: string, warn: (sentence: string) => void): WindowStore {
  let working = true;
  const attempt = <T>(action: () => T, otherwise: T): T => {
    if (!working) return otherwise;
    try {
      return action();
    } catch (error) {
      working = false;
      warn(storeWarning(path, error));
      return otherwise;
    }
  };
  return {
    read: (keys) => attempt(() => store.read(keys), new Map<string, Uint8Array>()),
    write: (windows) => attempt(() => store.write(windows), undefined),
    prune: (maxBytes) => attempt(() => store.prune(maxBytes), undefined),
    close: () => {
      working = true;
      attempt(() => store.close(), undefined);
    },
  };
}

function storeWarning(path: string, error: unknown): string {
  return `the store ${path} cannot be used (${systemReason(error)}); finished windows are not kept this time`;
}
