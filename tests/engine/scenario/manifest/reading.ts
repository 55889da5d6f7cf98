import type { ManifestAutoscale } from '../../../../engine/scenario/manifest/manifestAutoscale.ts';
import {
  type ManifestDocument,
  type ManifestProblems,
  readManifest,
} from '../../../../engine/scenario/manifest/readManifest.ts';

type Asked = Omit<ManifestAutoscale, 'manifest'>;

/** A manifest as it is read; throws for one that is wrong. */
export function readingOf(text: string, asked: Asked = {}): ManifestDocument {
  const read = readManifest(text, 'm.yaml', { manifest: './m.yaml', ...asked });
  if ('problems' in read) throw new Error(JSON.stringify(read, undefined, 1));
  return read;
}

/** What is wrong with one. */
export function faultsOf(text: string, asked: Asked = {}): ManifestProblems {
  const read = readManifest(text, 'm.yaml', { manifest: './m.yaml', ...asked });
  if ('problems' in read) return read;
  throw new Error(`read as ${JSON.stringify(read.written)}`);
}
