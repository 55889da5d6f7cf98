import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { createDocumentStore, type DocumentStore } from './documentStore.ts';
import { DATABASE_FILE, openDatabase, openMemoryDatabase } from './openDatabase.ts';
import { createResultStore, type ResultStore } from './resultStore.ts';
import { createRunStore, type RunStore } from './runStore.ts';
import { createSettingsStore, type SettingsStore } from './settingsStore.ts';
import { systemReason } from '../files/systemReason.ts';

/** What the back room keeps: documents, runs, results, settings. (Windows have a store of their own.) */
export interface Store {
  readonly kind: 'disk' | 'memory';
  /** What is wrong with it: why it is not on disk, or what of it cannot be read; and the way on. */
  readonly problem?: string;
  readonly documents: DocumentStore;
  readonly runs: RunStore;
  readonly results: ResultStore;
  readonly settings: SettingsStore;
  close(): void;
}

/**
 * Opens the database of a directory. Where it is damaged, newer, or cannot be written, nothing of it
 * is touched and the store is kept in memory, with a sentence that says so.
 */
export function openStore(directory: string): Store {
  try {
    const database = openDatabase(directory);
    try {
      const store = storeOn(database, 'disk');
      const damaged = store.documents.damaged();
      return damaged === 0 ? store : { ...store, problem: damagedText(directory, damaged) };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    return {
      ...storeOn(openMemoryDatabase(), 'memory'),
      problem:
        `The store ${join(directory, DATABASE_FILE)} cannot be used (${systemReason(error)}). It was left as it is; drafts and ` +
        'results are kept only until Fleetcast ends. Save your scenarios to files, or start again with --data-dir on another folder.',
    };
  }
}

function damagedText(directory: string, damaged: number): string {
  const documents = damaged === 1 ? 'One document' : `${damaged} documents`;
  return `${documents} in the store ${join(directory, DATABASE_FILE)} cannot be read, and cannot be shown; what is there of it was left as it is.`;
}

function storeOn(database: Database.Database, kind: Store['kind']): Store {
  return {
    kind,
    documents: createDocumentStore(database),
    runs: createRunStore(database),
    results: createResultStore(database),
    settings: createSettingsStore(database),
    close: () => database.close(),
  };
}
