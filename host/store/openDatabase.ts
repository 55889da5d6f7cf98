import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { makePrivateFile } from '../files/privatePlace.ts';
import { securePlace } from './securePlace.ts';

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
  `CREATE TABLE documents (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     origin_kind TEXT NOT NULL,
     origin TEXT,
     base_directory TEXT NOT NULL,
     text TEXT NOT NULL,
     saved_text TEXT,
     revision INTEGER NOT NULL,
     opened_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL
   );
   CREATE UNIQUE INDEX documents_by_origin ON documents (origin_kind, origin);
   CREATE TABLE runs (
     id TEXT PRIMARY KEY,
     document_id TEXT NOT NULL,
     name TEXT NOT NULL,
     text TEXT NOT NULL,
     state TEXT NOT NULL,
     process_id INTEGER NOT NULL,
     seen_at INTEGER NOT NULL,
     started_at INTEGER NOT NULL,
     result_id TEXT
   );
   CREATE TABLE usages (
     key TEXT PRIMARY KEY,
     value BLOB NOT NULL,
     bytes INTEGER NOT NULL,
     used_at INTEGER NOT NULL
   );
   CREATE TABLE results (
     id TEXT NOT NULL,
     document_id TEXT NOT NULL,
     text TEXT NOT NULL,
     run TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     used_at INTEGER NOT NULL,
     PRIMARY KEY (id, document_id)
   );
   CREATE INDEX results_by_document ON results (document_id, created_at);
   CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);`,
];

/**
 * Opens the store's database, making directory and tables where there are none. Before tables of an
 * older version are changed, a copy of the database is put beside it. Nobody but the owner may read any of it
 * (securePlace.ts). Safe for several processes at once (write-ahead log, immediate transactions).
 * Throws what SQLite or the file system says, and where a newer version made the file.
 */
export function openDatabase(directory: string): Database.Database {
  const Sqlite = loadSqlite();
  securePlace(directory, DATABASE_FILE);
  const path = join(directory, DATABASE_FILE);
  const database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Before anything is written: a newer file must stay as it is.
    refuseNewer(versionOf(database));
    // Before the first table, else it has no effect: freed pages go back to the disk.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    // A killed process loses nothing committed; only a power cut may take the last batches.
    database.pragma('synchronous = NORMAL');
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A database that ends with the process, for where none can be had on disk. */
export function openMemoryDatabase(): Database.Database {
  const database = new (loadSqlite())(':memory:');
  migrate(database);
  return database;
}

function loadSqlite(): typeof Database {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE_MAJOR) {
    throw new Error(`it needs Node ${OLDEST_NODE_MAJOR} or newer, and this is ${process.versions.node}`);
  }
  return createRequire(import.meta.url)('better-sqlite3') as typeof Database;
}

function versionOf(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function refuseNewer(version: number): void {
  if (version > MIGRATIONS.length) throw new Error('a newer version of Fleetcast made it');
}

function migrate(database: Database.Database, path?: string): void {
  const before = versionOf(database);
  if (before === MIGRATIONS.length) return;
  if (before > 0 && path !== undefined) backUp(database, `${path}.v${before}.backup`);
  database
    .transaction(() => {
      // Another process may have been quicker.
      const found = versionOf(database);
      refuseNewer(found);
      for (const step of MIGRATIONS.slice(found)) database.exec(step);
      database.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

/**
 * A whole copy for the owner alone, made by SQLite itself and in place once it is whole; one that is there
 * already is of the same version, and stays.
 */
function backUp(database: Database.Database, path: string): void {
  if (existsSync(path)) return;
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    // SQLite takes an empty file as none.
    makePrivateFile(temporary);
    database.prepare('VACUUM INTO ?').run(temporary);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
