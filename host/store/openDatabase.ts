import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'better-sqlite3';

export const DATABASE_FILE = 'fleetcast.sqlite';

/** better-sqlite3's binary crashes, rather than refuses, on a Node older than this. */
const OLDEST_NODE_MAJOR = 22;

/** Another run may hold the write lock for as long as one of its batches takes. */
const BUSY_TIMEOUT_MS = 5000;

/** Step i takes a database of `user_version` i to i + 1. Only ever append. */
const MIGRATIONS = [
  `CREATE TABLE windows (
     key TEXT PRIMARY KEY,
     value BLOB NOT NULL,
     bytes INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     used_at INTEGER NOT NULL
   );
   CREATE INDEX windows_by_use ON windows (used_at);`,
];

/**
 * Opens the store's database, making directory and tables where there are none.
 * Safe for several processes at once (write-ahead log, immediate transactions).
 * Throws what SQLite or the file system says, and where a newer version made the file.
 */
export function openDatabase(directory: string): Database.Database {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE_MAJOR) {
    throw new Error(`it needs Node ${OLDEST_NODE_MAJOR} or newer, and this is ${process.versions.node}`);
  }
  mkdirSync(directory, { recursive: true });
  const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database;
  const database = new Sqlite(join(directory, DATABASE_FILE), { timeout: BUSY_TIMEOUT_MS });
  try {
    // Before the first table, else it has no effect: freed pages go back to the disk.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    // A killed process loses nothing committed; only a power cut may take the last batches.
    database.pragma('synchronous = NORMAL');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: Database.Database): void {
  const version = (): number => database.pragma('user_version', { simple: true }) as number;
  if (version() === MIGRATIONS.length) return;
  database
    .transaction(() => {
      const found = version();
      if (found > MIGRATIONS.length) throw new Error('a newer version of Fleetcast made it');
      for (const step of MIGRATIONS.slice(found)) database.exec(step);
      database.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}
