import { randomUUID } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DocumentEvent, DocumentInfo, DocumentOrigin, DocumentSummary } from '../api/types.ts';
import type { ScenarioText } from '../run/prepareRun.ts';
import { FileRefusal } from '../files/fileKind.ts';
import { isTooLarge, readInput } from '../files/inputFile.ts';
import { MOST_INPUT_BYTES } from '../files/readInputText.ts';
import { readReason } from '../files/systemReason.ts';
import { endOfLinks, replaceFile } from '../files/replaceFile.ts';
import type { DocumentStore, StoredDocument } from '../store/documentStore.ts';
import {
  copyTraces,
  keepTrace,
  locateDocumentTrace,
  lookAfterTraces,
  shareTraces,
} from './documentTraces.ts';
import { EXAMPLES_DIRECTORY, findExample, scenarioName } from './examples.ts';
import { HostError } from './hostError.ts';

/** A document to be made of another for a comparison. */
export interface VariantText {
  readonly label: string;
  readonly text: string;
}

export interface Documents {
  /** Most recently opened first; variants that nobody kept are in their comparison only. */
  recent(): readonly DocumentSummary[];
  get(id: string): DocumentInfo;
  /** Whether a document is with this text as it was opened or saved; false where it is gone. */
  isAsSaved(id: string, text: string): boolean;
  openExample(name: string): DocumentInfo;
  /** Of a file that the person chose. */
  openFile(path: string): DocumentInfo;
  create(text: string, name?: string): DocumentInfo;
  duplicate(id: string, name?: string): DocumentInfo;
  /** Ids of variants of a document, one for each text; one that has that text is taken, and not made again. */
  addVariants(of: string, variants: readonly VariantText[]): readonly string[];
  /** A variant becomes a document like any other; others are that. */
  keep(id: string): DocumentInfo;
  /** Removes those that are variants which nobody kept; others, and what is not there, stay as they are. */
  dropVariants(ids: readonly string[]): void;
  /** Removes variants that nobody kept, that are not among `ids`, and that were made before an instant. */
  sweepVariants(ids: readonly string[], before: number): void;
  write(id: string, text: string, revision: number): DocumentInfo;
  save(id: string): DocumentInfo;
  saveTo(id: string, path: string): DocumentInfo;
  remove(id: string): void;
  importTrace(id: string, fileName: string, bytes: Uint8Array): string;
  /** A text as it is to be read in the place of a document. */
  source(id: string, text: string): ScenarioText;
}

export interface DocumentsOptions {
  readonly store: DocumentStore;
  /** A folder a document for what was imported into it is made in here. */
  readonly directory: string;
  announce(event: DocumentEvent): void;
}

/** Documents and their drafts: what is opened, written, saved. Every failure is a `HostError` or the store's own. */
export function createDocuments({ store, directory, announce }: DocumentsOptions): Documents {
  const ownFolder = (id: string): string => join(directory, id);
  const stored = (id: string): StoredDocument => {
    const found = store.find(id);
    if (found === undefined) throw new HostError('NOT_FOUND', 'This document is not there any more.');
    return found;
  };
  const insert = (
    parts: Pick<StoredDocument, 'origin' | 'baseDirectory' | 'text' | 'savedText'> & { name?: string },
  ): StoredDocument => {
    const now = Date.now();
    const { name, ...rest } = parts;
    const document: StoredDocument = {
      ...rest,
      id: randomUUID(),
      name: scenarioName(parts.text) ?? name ?? 'Untitled',
      revision: 1,
      openedAt: now,
      updatedAt: now,
    };
    store.insert(document);
    return document;
  };
  const add = (parts: Parameters<typeof insert>[0]): DocumentInfo => {
    const document = insert(parts);
    announce({ kind: 'created', id: document.id, revision: 1 });
    return infoOf(document);
  };
  const remove = ({ id, revision }: StoredDocument): void => {
    store.remove(id);
    rmSync(ownFolder(id), { recursive: true, force: true });
    announce({ kind: 'removed', id, revision });
  };
  const change = (before: StoredDocument, parts: Partial<StoredDocument>, kind?: DocumentEvent['kind']) => {
    const after: StoredDocument = { ...before, ...parts };
    if (!store.replace({ document: after, revision: before.revision })) throw conflict();
    if (kind !== undefined) announce({ kind, id: after.id, revision: after.revision });
    return infoOf(after);
  };
  const reopened = (document: StoredDocument): DocumentInfo => change(document, { openedAt: Date.now() });

  /** What was written into the files of documents, where the store could not note it: no other program's doing. */
  const unnoted = new Map<string, string>();
  const refuseChanged = ({ id, text, savedText }: StoredDocument, path: string): void => {
    const found = readText(path, 'may be gone');
    if (found === savedText || found === text || found === unnoted.get(id)) return;
    throw new HostError('CONFLICT', `${basename(path)} was changed by another program since it was opened.`);
  };
  /** The text comes last of what is written, and is noted only then: where one thing fails, the file is as it was known. */
  const writeFileOf = (before: StoredDocument, path: string): DocumentInfo => {
    copyTraces(ownFolder(before.id), dirname(path));
    saveText(path, before.text);
    unnoted.set(before.id, before.text);
    const origin = { kind: 'file', path } as const;
    const after: StoredDocument = {
      ...before,
      origin,
      baseDirectory: dirname(path),
      savedText: before.text,
      revision: before.revision + 1,
    };
    const changes = [{ document: after, revision: before.revision }];
    const other = store.findByOrigin(origin);
    // The file was replaced: what was opened from it lives on as a document of its own.
    const isTaken = other !== undefined && other.id !== before.id;
    if (isTaken)
      changes.unshift({ document: { ...other, origin: { kind: 'new' } }, revision: other.revision });
    if (!store.replace(...changes)) throw conflict();
    unnoted.delete(before.id);
    if (isTaken) announce({ kind: 'written', id: other.id, revision: other.revision });
    announce({ kind: 'saved', id: after.id, revision: after.revision });
    return infoOf(after);
  };

  lookAfterTraces(directory);
  for (const document of store.list()) noteSaved(store, document);

  return {
    recent: () =>
      store
        .list()
        .filter((document) => !isLoose(document))
        .map(summaryOf),
    get: (id) => infoOf(stored(id)),
    isAsSaved: (id, text) => store.find(id)?.savedText === text,
    openExample: (name) => {
      const known = store.findByOrigin({ kind: 'example', example: name });
      if (known !== undefined) return reopened(known);
      const example = findExample(name);
      if (example === undefined) throw new HostError('NOT_FOUND', `There is no example called ${name}.`);
      const { text } = example;
      const origin: DocumentOrigin = { kind: 'example', example: name };
      return add({ origin, baseDirectory: EXAMPLES_DIRECTORY, text, savedText: text, name });
    },
    openFile: (chosen) => {
      const path = realPath(chosen);
      const text = readText(path, 'cannot be opened');
      const known = store.findByOrigin({ kind: 'file', path });
      if (known === undefined) {
        return add({
          origin: { kind: 'file', path },
          baseDirectory: dirname(path),
          text,
          savedText: text,
          name: basename(path),
        });
      }
      // A draft of one's own is kept; an untouched document follows its file.
      if (isEdited(known)) return reopened(known);
      return change(
        known,
        { openedAt: Date.now(), text, savedText: text, revision: known.revision + 1 },
        'written',
      );
    },
    create: (text, name) => {
      const origin: DocumentOrigin = { kind: 'new' };
      return add({ origin, baseDirectory: directory, text, ...(name === undefined ? {} : { name }) });
    },
    duplicate: (id, name) => {
      const { text, baseDirectory } = stored(id);
      const copy = add({
        origin: { kind: 'new' },
        baseDirectory,
        text,
        ...(name === undefined ? {} : { name }),
      });
      copyTraces(ownFolder(id), ownFolder(copy.id));
      return copy;
    },
    addVariants: (of, variants) => {
      const { name, baseDirectory } = stored(of);
      const made = new Map(
        store.list().flatMap(({ id, origin, text }) => {
          return origin.kind === 'variant' && origin.of === of ? [[text, id] as const] : [];
        }),
      );
      return variants.map(({ label, text }) => {
        const known = made.get(text);
        if (known !== undefined) return known;
        // Listed nowhere yet: no window need be told.
        const origin: DocumentOrigin = { kind: 'variant', of, name, isKept: false };
        const { id } = insert({ origin, baseDirectory, text, name: label });
        shareTraces(ownFolder(of), ownFolder(id));
        return id;
      });
    },
    keep: (id) => {
      const document = stored(id);
      const { origin } = document;
      if (origin.kind !== 'variant' || origin.isKept) return infoOf(document);
      return change(document, { origin: { ...origin, isKept: true }, openedAt: Date.now() });
    },
    dropVariants: (ids) => {
      for (const id of ids) {
        const document = store.find(id);
        if (document !== undefined && isLoose(document)) remove(document);
      }
    },
    sweepVariants: (ids, before) => {
      for (const document of store.list()) {
        if (isLoose(document) && !ids.includes(document.id) && document.updatedAt < before) remove(document);
      }
    },
    write: (id, text, revision) => {
      const document = stored(id);
      if (document.revision !== revision) throw conflict();
      const { origin } = document;
      const name = scenarioName(text) ?? document.name;
      const kept: Partial<StoredDocument> =
        origin.kind === 'variant' ? { origin: { ...origin, isKept: true } } : {};
      const changed = { ...kept, text, name, revision: revision + 1, updatedAt: Date.now() };
      return change(document, changed, 'written');
    },
    save: (id) => {
      const document = stored(id);
      if (document.origin.kind !== 'file') throw new HostError('REFUSED', 'This document is in no file yet.');
      refuseChanged(document, document.origin.path);
      return writeFileOf(document, document.origin.path);
    },
    saveTo: (id, path) => writeFileOf(stored(id), placeOf(path)),
    remove: (id) => remove(stored(id)),
    importTrace: (id, fileName, bytes) => keepTrace(ownFolder(stored(id).id), fileName, bytes),
    source: (id, text) => {
      const { name, origin, baseDirectory } = stored(id);
      const file = origin.kind === 'file' ? origin.path : name;
      const folders = [ownFolder(id), ...(baseDirectory === directory ? [] : [baseDirectory])];
      return { file, text, locateTrace: (written) => locateDocumentTrace(written, folders) };
    },
  };
}

function conflict(): HostError {
  return new HostError('CONFLICT', 'Another window changed this document meanwhile.');
}

function summaryOf(document: StoredDocument): DocumentSummary {
  const { id, name, origin, openedAt, updatedAt } = document;
  return { id, name, origin, edited: isEdited(document), openedAt, updatedAt };
}

function infoOf(document: StoredDocument): DocumentInfo {
  const { text, revision, savedText } = document;
  return { ...summaryOf(document), text, revision, ...(savedText === undefined ? {} : { savedText }) };
}

/** A variant that nobody opened or changed: it is there for its comparison only. */
function isLoose({ origin }: StoredDocument): boolean {
  return origin.kind === 'variant' && !origin.isKept;
}

function isEdited({ text, savedText }: StoredDocument): boolean {
  return text !== savedText;
}

/**
 * Notes that a draft is in its file where it is: a process that was killed between the one's being written and that
 * being noted has saved all the same, and the file would seem to be changed by somebody else.
 */
function noteSaved(store: DocumentStore, document: StoredDocument): void {
  const { origin, text, revision } = document;
  if (origin.kind !== 'file' || !isEdited(document)) return;
  try {
    if (readText(origin.path, 'may be gone') !== text) return;
    store.replace({ document: { ...document, savedText: text, revision: revision + 1 }, revision });
  } catch {
    // A file that cannot be read is told of when it is saved; what cannot be noted now is noted another time.
  }
}

/** Symbolic links resolved, so that one file is one document. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw fileError(path, 'cannot be opened', error);
  }
}

/** The same of a file that may not be there yet. */
function placeOf(path: string): string {
  try {
    const end = endOfLinks(path);
    return join(realpathSync(dirname(end)), basename(end));
  } catch (error) {
    throw writeError(path, error);
  }
}

function readText(path: string, trouble: string): string {
  try {
    return readInput(path, MOST_INPUT_BYTES.scenario).toString('utf8');
  } catch (error) {
    if (isTooLarge(error)) {
      throw new HostError('TOO_LARGE', `${basename(path)} is too large to be a scenario.`);
    }
    throw fileError(path, trouble, error);
  }
}

/** All of the new text or all of the old one, whatever happens. */
function saveText(path: string, text: string): void {
  try {
    replaceFile(path, text);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** What the file system says when a file is written has its sentence already (`asHostError`). */
function writeError(path: string, error: unknown): unknown {
  return error instanceof FileRefusal ? fileError(path, 'cannot be written', error) : error;
}

function fileError(path: string, trouble: string, error: unknown): unknown {
  const reason = readReason(error);
  return reason === undefined ? error : new HostError('INPUT', `${basename(path)} ${trouble}: ${reason}.`);
}
