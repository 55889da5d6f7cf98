import type { CompareLine, CompareView } from '../../../host/api/types.ts';
import type { MatrixState } from './matrixState.ts';

/** A compared document with the line of its own result, if there is one yet. */
export interface MatrixRow {
  readonly documentId: string;
  readonly isBaseline: boolean;
  readonly isPinned: boolean;
  readonly line: CompareLine | undefined;
}

/** One row a compared document, whatever the comparison knows of it: lines are found by their document alone. */
export function matrixRows(
  compared: readonly string[],
  view: CompareView | undefined,
  pinned: readonly string[],
): readonly MatrixRow[] {
  const lines = new Map(view?.lines.map((line) => [line.documentId, line]));
  return compared.map((documentId, index) => ({
    documentId,
    isBaseline: index === 0,
    isPinned: pinned.includes(documentId),
    line: lines.get(documentId),
  }));
}

/** The rows as they are looked at: the baseline and the pinned ones on top and never filtered, the others in order. */
export function shownRows(
  rows: readonly MatrixRow[],
  look: MatrixState,
  nameOf: (documentId: string) => string,
): { readonly top: readonly MatrixRow[]; readonly rest: readonly MatrixRow[] } {
  const isOnTop = ({ isBaseline, isPinned }: MatrixRow): boolean => isBaseline || isPinned;
  const rest = rows.filter((row) => !isOnTop(row) && isWanted(row, look, nameOf(row.documentId)));
  return { top: rows.filter(isOnTop), rest: sorted(rest, look.sorting, nameOf) };
}

function isWanted(
  { line }: MatrixRow,
  { text, keepsPromise, accelerators }: MatrixState,
  name: string,
): boolean {
  if (keepsPromise && line?.keepsPromise !== true) return false;
  if (accelerators.length > 0 && !accelerators.includes(line?.cells['accelerator']?.text ?? '')) return false;
  const all = [name, line?.label ?? '', ...Object.values(line?.cells ?? {}).map((cell) => cell.text)]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** What has no figure (yet) goes last, whichever way. */
function sorted(
  rows: readonly MatrixRow[],
  sorting: MatrixState['sorting'],
  nameOf: (documentId: string) => string,
): readonly MatrixRow[] {
  if (sorting === undefined) return rows;
  const { key, isDescending } = sorting;
  const valueOf = ({ documentId, line }: MatrixRow): string | number | undefined =>
    key === 'name'
      ? nameOf(documentId)
      : key === 'place'
        ? line?.place
        : (line?.cells[key]?.value ?? undefined);
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    const order =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : String(x).localeCompare(String(y), 'en', { numeric: true });
    return isDescending ? -order : order;
  });
}

/** Columns in which the lines differ, and those in which all are the same: a word above the table says these once. */
export function splitColumns({ columns, lines }: CompareView): {
  readonly varied: CompareView['columns'];
  readonly common: readonly { readonly label: string; readonly text: string }[];
} {
  const isCommon = ({ key, better }: CompareView['columns'][number]): boolean =>
    lines.length > 1 &&
    better === undefined &&
    !ALWAYS.has(key) &&
    lines.every(({ cells }) => cells[key].text === lines[0].cells[key].text);
  return {
    varied: columns.filter((column) => !isCommon(column)).sort((a, b) => rank(a.key) - rank(b.key)),
    common: columns.filter(isCommon).map(({ key, label }) => ({ label, text: lines[0].cells[key].text })),
  };
}

/** What one chooses by comes first, where it came from after it: on a narrow window the last columns are out of sight. */
const ORDER: readonly string[] = [
  'accelerator',
  'gpusPerReplica',
  'precision',
  'replicas',
  'gpus',
  'costPerMonth',
  'promise',
  'attained',
  'ttftP95',
  'tpotP95',
  'endToEndP95',
  'perMillionTokens',
  'perRequestWithinSlo',
  'usedShare',
  'busyShare',
  'stepError',
  'basis',
  'engine',
  'provider',
  'instance',
  'priceDate',
];

function rank(key: string): number {
  const place = ORDER.indexOf(key);
  return place < 0 ? ORDER.length : place;
}

/** Looked for in every comparison, varied or not. */
const ALWAYS: ReadonlySet<string> = new Set(['accelerator', 'replicas', 'promise']);
