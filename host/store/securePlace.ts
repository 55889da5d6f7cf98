import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivate, makePrivateDirectory, makePrivateFile } from '../files/privatePlace.ts';

/** The folder of what was imported into documents, in the data directory. */
export const DOCUMENTS_FOLDER = 'documents';
/** What the desktop's window keeps, there too. */
const DESKTOP_FOLDER = 'desktop';

/**
 * Makes a data directory with the database's file in it, for its owner alone, whatever the umask; what earlier
 * versions left open there is closed to others: directory, database (log and backups too), documents.
 * A directory that holds anything else, too, is somebody's place that was named with `--data-dir`: it keeps its
 * mode, and what is ours in it is closed all the same.
 * Throws what the file system says, and where the database is another user's, who would read all that is kept.
 */
export function securePlace(directory: string, databaseFile: string): void {
  makePrivateDirectory(directory);
  const path = join(directory, databaseFile);
  refuseOthers(directory, path);
  const names = readdirSync(directory);
  const isDatabase = (name: string): boolean => name.startsWith(databaseFile);
  const isOurs = (name: string): boolean =>
    isDatabase(name) || name === DOCUMENTS_FOLDER || name === DESKTOP_FOLDER;
  // Before SQLite does, which would make it readable by all; its log gets the same mode.
  makePrivateFile(path);
  for (const name of names.filter(isDatabase)) makePrivate(join(directory, name));
  makePrivate(join(directory, DOCUMENTS_FOLDER));
  if (names.every(isOurs)) makePrivate(directory, 'itself');
}

/** Whoever owns a folder may see what is put there; anybody else must not have put a database into it for us to fill. */
function refuseOthers(directory: string, path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  const me = process.getuid?.();
  if (found === undefined || me === undefined) return;
  if (found.uid !== me && found.uid !== statSync(directory).uid)
    throw new Error('it belongs to another user');
  if (!found.isFile() && !found.isSymbolicLink()) throw new Error('it is not a file');
}
