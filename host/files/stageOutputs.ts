import { existsSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { endOfLinks, syncDirectory, takeRights, whatIsReplaced } from './replaceFile.ts';
import { type Placing, placing, putAll } from './placing.ts';
import { KEPT } from './finishLeft.ts';
import { makeStaging } from './staging.ts';

/** Files by name, each as bytes, as text, or as chunks of text. */
export type OutputFiles<Name extends string = string> = Readonly<
  Record<Name, string | Uint8Array | Iterable<string>>
>;

/** Files that wait, whole and on the disk, beside their places. */
export interface StagedOutputs extends Placing {
  /** Removes what is left beside them; call it in every case. */
  dispose(): void;
}

/**
 * Writes files so that `put` has to do no more than name them: `directory` then holds all of them, or is as it was.
 * One that is not there yet appears with all in it at once. Into one that is there they are renamed one by one,
 * without a pause; a process that is killed between the first and the last leaves what is missing, and whoever writes
 * there next finishes it, but through no link. Other files stay; files that are replaced keep their modes. Throws what the file system
 * says, `FileRefusal`, and the signal's reason.
 */
export async function stageOutputs(
  directory: string,
  files: OutputFiles,
  signal: AbortSignal,
): Promise<StagedOutputs> {
  return existsSync(directory)
    ? stageInto(realpathSync(directory), files, signal)
    : stageNew(resolve(directory), files, signal);
}

async function stageNew(target: string, files: OutputFiles, signal: AbortSignal): Promise<StagedOutputs> {
  mkdirSync(dirname(target), { recursive: true });
  const staging = makeStaging(dirname(target));
  const { path, dispose } = staging;
  try {
    // Its mode is what the umask says, as that of any directory.
    const whole = join(path, 'whole');
    mkdirSync(whole);
    for (const [name, content] of Object.entries(files))
      await writeWhole(join(whole, name), undefined, content, signal);
    const place = placing(whole, target, join(path, KEPT));
    const put = (): void => {
      place.put();
      syncDirectory(dirname(target));
    };
    return { put, takeBack: place.takeBack, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function stageInto(target: string, files: OutputFiles, signal: AbortSignal): Promise<StagedOutputs> {
  const staging = makeStaging(target);
  const { path, dispose } = staging;
  try {
    mkdirSync(join(path, KEPT));
    for (const [name, content] of Object.entries(files)) {
      const before = whatIsReplaced(endOfLinks(join(target, name)));
      await writeWhole(join(path, name), before, content, signal);
    }
  } catch (error) {
    dispose();
    throw error;
  }
  let placings: readonly Placing[] = [];
  return {
    put: () => {
      const sealed = staging.seal();
      placings = Object.keys(files).map((name) =>
        placing(join(sealed, name), endOfLinks(join(target, name)), join(sealed, KEPT, name)),
      );
      putAll(placings);
      // Not after each: nothing is to come between them.
      syncDirectory(target);
    },
    takeBack: () => {
      for (const each of [...placings].reverse()) each.takeBack();
    },
    dispose,
  };
}

/** Writes a file to the end and on to the disk, with the rights of the one that it is to replace, if any. */
async function writeWhole(
  path: string,
  before: Stats | undefined,
  content: OutputFiles[string],
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content, { signal });
    takeRights(file.fd, before);
    await file.sync();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await file.close();
  }
}
