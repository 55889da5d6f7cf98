import type Database from 'better-sqlite3';
import type { Usage } from '../../engine/usage/usage.ts';
import { type Expected, pack, unpack } from './packed.ts';

/** A full result as it is kept; its usage is kept apart, for results that differ only in prices share it. */
export interface StoredResult {
  readonly id: string;
  readonly documentId: string;
  /** The document that it answers. */
  readonly text: string;
  /** The run's JSON document, of which the store knows nothing. */
  readonly run: object;
  readonly createdAt: number;
}

/** Results and merged usages; every call throws what SQLite says. */
export interface ResultStore {
  putResult(result: StoredResult): void;
  findResult(documentId: string, id: string): StoredResult | undefined;
  latestResult(documentId: string): StoredResult | undefined;
  putUsage(key: string, usage: Usage): void;
  /** `unusable` where what is kept is damaged, or not what is expected: as good as nothing, but worth a word. */
  findUsage(key: string, expected: () => Expected<Usage>): Usage | 'unusable' | undefined;
  /** Drops the least recently used until both tables together keep at most `maxBytes`. */
  prune(maxBytes: number): void;
}

interface Row {
  readonly id: string;
  readonly document_id: string;
  readonly text: unknown;
  readonly run: unknown;
  readonly created_at: number;
}

/** Results on an open database. */
export function createResultStore(database: Database.Database): ResultStore {
  const putResult = database.prepare(
    `INSERT OR REPLACE INTO results (id, document_id, text, run, bytes, created_at, used_at)
     VALUES (@id, @document_id, @text, @run, @bytes, @created_at, @created_at)`,
  );
  const find = database.prepare<[string, string], Row>(
    'SELECT * FROM results WHERE document_id = ? AND id = ?',
  );
  const latest = database.prepare<[string], Row>(
    'SELECT * FROM results WHERE document_id = ? ORDER BY created_at DESC, id LIMIT 1',
  );
  const touchResult = database.prepare('UPDATE results SET used_at = ? WHERE id = ?');
  const putUsage = database.prepare('INSERT OR REPLACE INTO usages VALUES (?, ?, ?, ?)');
  const findUsage = database.prepare<[string], unknown>('SELECT value FROM usages WHERE key = ?').pluck();
  const touchUsage = database.prepare('UPDATE usages SET used_at = ? WHERE key = ?');
  const byUse = database.prepare<[], { kind: string; key: string; bytes: number }>(
    `SELECT 'usage' AS kind, key, bytes, used_at FROM usages
     UNION ALL SELECT 'result' AS kind, id AS key, bytes, used_at FROM results
     ORDER BY used_at, key`,
  );
  const removeUsage = database.prepare('DELETE FROM usages WHERE key = ?');
  const removeResult = database.prepare('DELETE FROM results WHERE id = ?');
  const prune = database.transaction((maxBytes: number) => {
    const rows = byUse.all();
    let kept = rows.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { kind, key, bytes } of rows) {
      if (kept <= maxBytes) return;
      (kind === 'usage' ? removeUsage : removeResult).run(key);
      kept -= bytes;
    }
  });
  const found = (row: Row | undefined): StoredResult | undefined => {
    if (row === undefined) return undefined;
    touchResult.run(Date.now(), row.id);
    const { id, document_id: documentId, text, created_at: createdAt } = row;
    const run = objectOf(row.run);
    // Damaged: as if it had not been kept.
    return typeof text !== 'string' || run === undefined
      ? undefined
      : { id, documentId, text, createdAt, run };
  };
  return {
    putResult: ({ id, documentId, text, run, createdAt }) => {
      const json = JSON.stringify(run);
      const bytes = json.length + text.length;
      putResult.run({ id, document_id: documentId, text, run: json, bytes, created_at: createdAt });
    },
    findResult: (documentId, id) => found(find.get(documentId, id)),
    latestResult: (documentId) => found(latest.get(documentId)),
    putUsage: (key, usage) => {
      const value = pack(usage);
      putUsage.run(key, value, value.byteLength, Date.now());
    },
    findUsage: (key, expected) => {
      const value = findUsage.get(key);
      if (value === undefined) return undefined;
      touchUsage.run(Date.now(), key);
      const usage = value instanceof Uint8Array ? unpack(value, expected()) : undefined;
      return usage ?? 'unusable';
    },
    prune: (maxBytes) => prune.immediate(maxBytes),
  };
}

function objectOf(json: unknown): object | undefined {
  try {
    const value: unknown = JSON.parse(String(json));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
