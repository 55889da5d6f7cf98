import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { DocumentOrigin } from './documentOrigin.ts';

/** A document as it is kept. */
export interface StoredDocument {
  readonly id: string;
  readonly name: string;
  readonly origin: DocumentOrigin;
  /** Where paths within it start. */
  readonly baseDirectory: string;
  readonly text: string;
  readonly savedText?: string;
  readonly revision: number;
  readonly openedAt: number;
  readonly updatedAt: number;
}

/** A document as it is to be, and the revision that it must still have. */
export interface DocumentChange {
  readonly document: StoredDocument;
  readonly revision: number;
}

/** Documents with their drafts. Every call throws what SQLite says (a full disk). */
export interface DocumentStore {
  insert(document: StoredDocument): void;
  find(id: string): StoredDocument | undefined;
  findByOrigin(origin: NamedOrigin): StoredDocument | undefined;
  /** Most recently opened first. */
  list(): readonly StoredDocument[];
  /** Replaces documents that still have the revisions that are said: all of them, or none and false where one has another. */
  replace(...changes: readonly DocumentChange[]): boolean;
  remove(id: string): void;
  /** How many rows are no documents: damaged, or another's. They are left as they are, and not listed. */
  damaged(): number;
}

/** A column takes anything, whatever its type says. */
const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  origin_kind: z.enum(['example', 'file', 'new', 'variant']),
  origin: z.string().nullable(),
  base_directory: z.string(),
  text: z.string(),
  saved_text: z.string().nullable(),
  revision: z.int(),
  opened_at: z.number(),
  updated_at: z.number(),
});
type Row = z.output<typeof rowSchema>;

/** Documents on an open database. */
export function createDocumentStore(database: Database.Database): DocumentStore {
  const insert = database.prepare(
    `INSERT INTO documents VALUES
     (@id, @name, @origin_kind, @origin, @base_directory, @text, @saved_text, @revision, @opened_at, @updated_at)`,
  );
  const find = database.prepare<[string], unknown>('SELECT * FROM documents WHERE id = ?');
  const findByOrigin = database.prepare<[string, string | null], unknown>(
    'SELECT * FROM documents WHERE origin_kind = ? AND origin = ?',
  );
  const list = database.prepare<[], unknown>('SELECT * FROM documents ORDER BY opened_at DESC, id');
  const replace = database.prepare(
    `UPDATE documents SET name = @name, origin_kind = @origin_kind, origin = @origin,
       base_directory = @base_directory, text = @text, saved_text = @saved_text, revision = @revision,
       opened_at = @opened_at, updated_at = @updated_at
     WHERE id = @id`,
  );
  const remove = database.prepare('DELETE FROM documents WHERE id = ?');
  const replaceAll = database.transaction((changes: readonly DocumentChange[]): boolean => {
    const areCurrent = changes.every(
      ({ document, revision }) => documentOf(find.get(document.id))?.revision === revision,
    );
    if (areCurrent) for (const { document } of changes) replace.run(rowOf(document));
    return areCurrent;
  });
  return {
    insert: (document) => void insert.run(rowOf(document)),
    find: (id) => documentOf(find.get(id)),
    findByOrigin: (origin) => documentOf(findByOrigin.get(origin.kind, namedText(origin))),
    list: () => list.all().flatMap((row) => documentOf(row) ?? []),
    replace: (...changes) => replaceAll.immediate(changes),
    remove: (id) => void remove.run(id),
    damaged: () => list.all().filter((row) => documentOf(row) === undefined).length,
  };
}

function rowOf(document: StoredDocument): Row {
  return {
    id: document.id,
    name: document.name,
    origin_kind: document.origin.kind,
    origin: originText(document),
    base_directory: document.baseDirectory,
    text: document.text,
    saved_text: document.savedText ?? null,
    revision: document.revision,
    opened_at: document.openedAt,
    updated_at: document.updatedAt,
  };
}

function documentOf(found: unknown): StoredDocument | undefined {
  const { data: row } = rowSchema.safeParse(found);
  if (row === undefined) return undefined;
  return {
    id: row.id,
    name: row.name,
    origin: originOf(row),
    baseDirectory: row.base_directory,
    text: row.text,
    ...(row.saved_text === null ? {} : { savedText: row.saved_text }),
    revision: row.revision,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
  };
}

/** No two documents are of one file or example. */
export type NamedOrigin = Extract<DocumentOrigin, { readonly kind: 'example' | 'file' }>;

function namedText(origin: NamedOrigin): string {
  return origin.kind === 'example' ? origin.example : origin.path;
}

/** What is known of a variant; its own id tells it from others of the same document, as each kind has a text once. */
const variantSchema = z.object({ id: z.string(), of: z.string(), name: z.string(), isKept: z.boolean() });

function originText({ id, origin }: StoredDocument): string | null {
  if (origin.kind === 'new') return null;
  if (origin.kind !== 'variant') return namedText(origin);
  const { of, name, isKept } = origin;
  return JSON.stringify({ id, of, name, isKept } satisfies z.output<typeof variantSchema>);
}

function originOf({ origin_kind: kind, origin }: Row): DocumentOrigin {
  if (kind === 'example') return { kind, example: origin ?? '' };
  if (kind === 'file') return { kind, path: origin ?? '' };
  const variant = kind === 'variant' ? variantOf(origin ?? '') : undefined;
  return variant === undefined ? { kind: 'new' } : { kind: 'variant', ...variant };
}

/** Undefined where it is damaged: the document is then one like any other. */
function variantOf(text: string): Omit<Extract<DocumentOrigin, { kind: 'variant' }>, 'kind'> | undefined {
  try {
    const { of, name, isKept } = variantSchema.parse(JSON.parse(text));
    return { of, name, isKept };
  } catch {
    return undefined;
  }
}
