import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { RunState } from './runState.ts';

/** A full run as it is kept: enough to go on with it after a crash. */
export interface StoredRun {
  readonly id: string;
  readonly documentId: string;
  readonly name: string;
  /** The document as it was when the run was started. */
  readonly text: string;
  readonly state: RunState;
  /** Of the host that runs it, and when that was last alive. */
  readonly processId: number;
  readonly seenAt: number;
  readonly startedAt: number;
  readonly resultId?: string;
}

/** Runs; every call throws what SQLite says. */
export interface RunStore {
  put(run: StoredRun): void;
  find(id: string): StoredRun | undefined;
  /** Those that are not done, newest first. */
  unfinished(): readonly StoredRun[];
  /** Says that the runs of a process are alive. */
  seen(processId: number, now: number): void;
  remove(id: string): void;
}

/** A column takes anything, whatever its type says. */
const rowSchema = z.object({
  id: z.string(),
  document_id: z.string(),
  name: z.string(),
  text: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed', 'interrupted']),
  process_id: z.int(),
  seen_at: z.number(),
  started_at: z.number(),
  result_id: z.string().nullable(),
});
type Row = z.output<typeof rowSchema>;

/** Runs on an open database. */
export function createRunStore(database: Database.Database): RunStore {
  const put = database.prepare(
    `INSERT OR REPLACE INTO runs VALUES
     (@id, @document_id, @name, @text, @state, @process_id, @seen_at, @started_at, @result_id)`,
  );
  const find = database.prepare<[string], unknown>('SELECT * FROM runs WHERE id = ?');
  const unfinished = database.prepare<[], unknown>(
    `SELECT * FROM runs WHERE state <> 'done' ORDER BY started_at DESC, id`,
  );
  const seen = database.prepare(`UPDATE runs SET seen_at = ? WHERE process_id = ? AND state = 'running'`);
  const remove = database.prepare('DELETE FROM runs WHERE id = ?');
  return {
    put: (run) =>
      void put.run({
        id: run.id,
        document_id: run.documentId,
        name: run.name,
        text: run.text,
        state: run.state,
        process_id: run.processId,
        seen_at: run.seenAt,
        started_at: run.startedAt,
        result_id: run.resultId ?? null,
      }),
    find: (id) => runsOf(find.get(id)).at(0),
    unfinished: () => unfinished.all().flatMap(runsOf),
    seen: (processId, now) => void seen.run(now, processId),
    remove: (id) => void remove.run(id),
  };
}

function runsOf(found: unknown): StoredRun[] {
  const { data: row } = rowSchema.safeParse(found);
  // Damaged: there is nothing to go on with.
  return row === undefined ? [] : [runOf(row)];
}

function runOf(row: Row): StoredRun {
  return {
    id: row.id,
    documentId: row.document_id,
    name: row.name,
    text: row.text,
    state: row.state,
    processId: row.process_id,
    seenAt: row.seen_at,
    startedAt: row.started_at,
    ...(row.result_id === null ? {} : { resultId: row.result_id }),
  };
}
