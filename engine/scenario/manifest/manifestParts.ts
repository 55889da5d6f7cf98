import type { Problem } from '../reading/problem.ts';
import { pathText, type PlacedProblem, valueAt } from '../reading/problems.ts';
import { placeProblems, problemPlacer, type YamlValue } from '../reading/readDocument.ts';
import { readYaml } from '../reading/readYaml.ts';
import type { At } from './manifestReading.ts';

/** A part of a file of manifests with places of its own: another document, or a text within a text that is YAML itself. */
export interface ManifestPart {
  /** Paths that begin so are of this part. */
  readonly prefix: At;
  readonly document: YamlValue;
  /** What stands in the place of the prefix, in the part’s document. */
  readonly at: At;
  /** Told before its paths. */
  readonly shown: string;
  /** Lines and columns before its first. */
  readonly lines: number;
  readonly columns: number;
}

/** Problems of a manifest with file, line and column, each in its part; the parts whose prefix is longest come first. */
export function placeInParts(
  problems: readonly PlacedProblem[],
  file: string,
  parts: readonly ManifestPart[],
): readonly Problem[] {
  return placeProblems(problems, (problem) => {
    const part = parts.find(({ prefix }) => prefix.every((step, i) => step === problem.path[i]));
    if (part === undefined) throw new Error('a manifest without a part for all paths');
    const { document, at, prefix, shown, lines, columns } = part;
    const path = [...at, ...problem.path.slice(prefix.length)];
    const placed = problemPlacer(file, document)({ ...problem, path });
    const last = parts.at(-1);
    // Of the part as a whole: where it begins.
    if (placed.line === undefined && last !== undefined && last !== part) {
      const { line, column } = problemPlacer(
        file,
        last.document,
      )({ ...problem, path: [...last.at, ...prefix] });
      const begin = line === undefined || column === undefined ? {} : { line, column };
      return { ...placed, ...begin, path: told(shown, placed.path) };
    }
    return {
      ...placed,
      ...(placed.line === undefined ? {} : { line: placed.line + lines }),
      ...(placed.column === undefined ? {} : { column: placed.column + columns }),
      path: told(shown, placed.path),
    };
  });
}

function told(shown: string, path: string): string {
  return [shown, path].filter((each) => each !== '').join('.');
}

/** A whole document, or an object in it. */
export function objectPart(prefix: At, document: YamlValue, at: At): ManifestPart {
  return { prefix, document, at, shown: '', lines: 0, columns: 0 };
}

/** The YAML in a block of a document’s text (`|`); undefined where it is none, or is written otherwise. */
export function blockPart(
  prefix: At,
  { document, at }: Pick<ManifestPart, 'document' | 'at'>,
  text: string,
): ManifestPart | undefined {
  const path = [...at, ...prefix];
  const node: unknown = document.document.getIn(path, true);
  const written = valueAt(document.value, path);
  const { type, range } = (node ?? {}) as { readonly type?: string; readonly range?: readonly number[] };
  if (type !== 'BLOCK_LITERAL' || range === undefined || typeof written !== 'string') return undefined;
  const read = readYaml(written);
  if ('problem' in read) return undefined;
  const lines = document.lines.linePos(range[0]).line;
  const first = written.split('\n').findIndex((line) => line.trim() !== '');
  const columns = indent(text.split('\n')[lines + first] ?? '') - indent(written.split('\n')[first] ?? '');
  return { prefix, document: read, at: [], shown: pathText(document.value, path), lines, columns };
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}
