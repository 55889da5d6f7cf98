import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentEvent } from '../../host/api/types.ts';
import { createDocuments, type Documents } from '../../host/backRoom/documents.ts';
import { HostError } from '../../host/backRoom/hostError.ts';
import { processPlace } from '../../host/files/temporaryName.ts';
import { createDocumentStore, type DocumentStore } from '../../host/store/documentStore.ts';
import { openMemoryDatabase } from '../../host/store/openDatabase.ts';
import { temporaryDirectory } from './api/doors.ts';
import { SMALL, small } from './api/smallScenario.ts';

let place: ReturnType<typeof temporaryDirectory>;
let database: ReturnType<typeof openMemoryDatabase>;
/** A store whose next replacement fails, if that is wished. */
let store: DocumentStore;
let fails = false;
let told: DocumentEvent[] = [];
let own = '';
let beside = '';
beforeEach(() => {
  place = temporaryDirectory();
  own = join(place.directory, 'documents');
  beside = join(place.directory, 'mine');
  mkdirSync(beside);
  database = openMemoryDatabase();
  const sound = createDocumentStore(database);
  fails = false;
  told = [];
  store = {
    ...sound,
    replace: (...changes) => {
      if (fails) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
      return sound.replace(...changes);
    },
  };
});
afterEach(() => {
  database.close();
  place.remove();
});

function open(): Documents {
  return createDocuments({ store, directory: own, announce: (event) => told.push(event) });
}

/** The code of what a call fails with. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof HostError ? error.code : (error as { code: string }).code;
  }
  return 'none';
}

/** Opens a file and drafts another text for it. */
function opened(documents: Documents, text = small({ name: 'Edited' })) {
  const path = join(beside, 'a.yaml');
  writeFileSync(path, SMALL);
  const document = documents.openFile(path);
  documents.write(document.id, text, document.revision);
  return { id: document.id, path, text };
}

describe('a save that fails halfway', () => {
  it('in the store is no other program’s doing at the next, with or without another edit', () => {
    const documents = open();
    const { id, path, text } = opened(documents);
    fails = true;
    expect(codeOf(() => documents.save(id))).toBe('SQLITE_FULL');
    expect(readFileSync(path, 'utf8')).toBe(text);
    fails = false;
    expect(documents.save(id)).toMatchObject({ edited: false, savedText: text });

    const second = documents.write(id, small({ name: 'Second' }), documents.get(id).revision);
    fails = true;
    expect(codeOf(() => documents.save(id))).toBe('SQLITE_FULL');
    fails = false;
    documents.write(id, small({ name: 'Third' }), second.revision);
    expect(documents.save(id)).toMatchObject({ edited: false, name: 'Third' });
    // Another program's is still one.
    writeFileSync(path, small({ name: 'Theirs' }));
    expect(codeOf(() => documents.save(id))).toBe('CONFLICT');
    expect(readFileSync(path, 'utf8')).toBe(small({ name: 'Theirs' }));
  });

  it('at a trace leaves the file as it was, and the next save saves both', () => {
    const documents = open();
    const { id, path, text } = opened(documents);
    documents.importTrace(id, 't.csv', Buffer.from('ours'));
    writeFileSync(join(beside, 't.csv'), 'theirs, which has other content');
    expect(codeOf(() => documents.save(id))).toBe('CONFLICT');
    expect(() => documents.save(id)).toThrow(/t\.csv/);
    expect(readFileSync(path, 'utf8')).toBe(SMALL);
    writeFileSync(join(beside, 't.csv'), 'ours');
    expect(documents.save(id).savedText).toBe(text);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('into the file of another document leaves that one with its file', () => {
    const documents = open();
    const { id: other, path } = opened(documents);
    const { id } = documents.create(small({ name: 'New' }));
    documents.importTrace(id, 't.csv', Buffer.from('ours'));
    writeFileSync(join(beside, 't.csv'), 'other');
    expect(codeOf(() => documents.saveTo(id, path))).toBe('CONFLICT');
    expect(documents.get(other).origin).toEqual({ kind: 'file', path: realpathSync(path) });
    writeFileSync(join(beside, 't.csv'), 'ours');
    fails = true;
    expect(codeOf(() => documents.saveTo(id, path))).toBe('SQLITE_FULL');
    expect(documents.get(other).origin.kind).toBe('file');
    fails = false;
    told = [];
    expect(documents.saveTo(id, path).origin).toEqual({ kind: 'file', path: realpathSync(path) });
    expect(documents.get(other).origin.kind).toBe('new');
    expect(told.map(({ kind, id: of }) => [kind, of])).toEqual([
      ['written', other],
      ['saved', id],
    ]);
  });
});

it('is one document with its file, by whatever way it was saved there', () => {
  const documents = open();
  symlinkSync(beside, join(place.directory, 'link'));
  const { id } = documents.create(SMALL);
  documents.saveTo(id, join(place.directory, 'link', 'b.yaml'));
  expect(documents.openFile(join(beside, 'b.yaml')).id).toBe(id);
  expect(codeOf(() => documents.saveTo(id, join(place.directory, 'nowhere', 'b.yaml')))).toBe('ENOENT');
});

it('copies traces, and nothing where one is there with the same size and other content', () => {
  const documents = open();
  const { id } = documents.create(SMALL);
  documents.importTrace(id, 'a.csv', Buffer.from('first'));
  documents.importTrace(id, 'b.csv', Buffer.from('ours'));
  writeFileSync(join(beside, 'b.csv'), 'ouch');
  expect(codeOf(() => documents.saveTo(id, join(beside, 's.yaml')))).toBe('CONFLICT');
  expect(readdirSync(beside)).toEqual(['b.csv']);
  writeFileSync(join(beside, 'b.csv'), 'ours');
  documents.saveTo(id, join(beside, 's.yaml'));
  expect(readdirSync(beside).sort()).toEqual(['a.csv', 'b.csv', 's.yaml']);
});

it('hands out nothing that a killed process had in the making, and removes it when opened', () => {
  const documents = open();
  const { id } = documents.create(SMALL);
  documents.importTrace(id, 'a.csv', Buffer.from('whole'));
  const left = join(own, id, `.fleetcast-${processPlace()}-${process.pid}-0a.part`);
  writeFileSync(left, 'half');
  documents.saveTo(id, join(beside, 's.yaml'));
  expect(readdirSync(beside).sort()).toEqual(['a.csv', 's.yaml']);
  open();
  expect(existsSync(left)).toBe(false);
  expect(readdirSync(join(own, id))).toEqual(['a.csv']);
});
