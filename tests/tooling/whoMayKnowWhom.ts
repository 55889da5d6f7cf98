import { posix, relative, sep } from 'node:path';

/**
 * Who may know whom: a room (a folder or file of the house) → what its files may import.
 * - `engine/usage` or `engine/simulate.ts`: that folder or file; with ` (types)` its types only
 * - `npm:zod`: that package; `npm:*`: any package; `node:*`: Node's own modules
 *
 * A file is in the innermost room that its path falls under: it obeys that row, and may import from inside that
 * room. A row `engine/*` is no room: it gives its rights to all rooms in `engine`, and to `engine` itself.
 */
export type HouseTable = Record<string, string[]>;

/** One import as the parser saw it; `typesOnly` when nothing of it is left at run time. */
type Import = { from: string; specifier: string; typesOnly: boolean };

const TYPES = ' (types)';

/**
 * What is wrong with an import, as a sentence that names what is allowed instead; undefined when
 * it is allowed, or when the importing file is in no room. `from` is that file's path from the root
 * of the house, with slashes.
 */
function importProblem(table: HouseTable, { from, specifier, typesOnly }: Import): string | undefined {
  const room = innermostRoom(table, from);
  if (room === undefined) return undefined;
  const target = targetOf(from, specifier);
  if (isInside(target, room) && innermostRoom(table, target) === room) return undefined;
  const allowed = rightsOf(table, room);
  if (allowed.some((right) => grants(right, target, typesOnly))) return undefined;
  const what = typesOnly ? `the types of ${target}` : target;
  return `${room} may not know ${what}; it may know: ${[room, ...allowed].join(', ')}.`;
}

/** What a room may import besides itself. */
function rightsOf(table: HouseTable, room: string): readonly string[] {
  return Object.entries(table).flatMap(([row, rights]) => (obeys(room, row) ? rights : []));
}

/** Whether a file in `room` may import something of `other`, be it types only. */
export function mayKnow(table: HouseTable, room: string, other: string): boolean {
  return rightsOf(table, room).some(
    (right) => grants(right, other, true) && innermostRoom(table, other) === other,
  );
}

/** Whether a row, `engine` or `engine/*`, is for a room. */
function obeys(room: string, row: string): boolean {
  return row.endsWith('/*') ? isInside(room, row.slice(0, -2)) : row === room;
}

function innermostRoom(table: HouseTable, file: string): string | undefined {
  return Object.keys(table)
    .filter((row) => !row.endsWith('/*') && isInside(file, row))
    .sort((a, b) => b.length - a.length)[0];
}

/** `node:fs`, `npm:zod`, or the imported file's path from the root of the house. */
function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier));
  const parts = specifier.split('/');
  return `npm:${parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')}`;
}

function grants(right: string, target: string, typesOnly: boolean): boolean {
  if (right.endsWith(TYPES)) return typesOnly && grants(right.slice(0, -TYPES.length), target, typesOnly);
  if (right.endsWith(':*')) return target.startsWith(right.slice(0, -1));
  return isInside(target, right);
}

function isInside(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

// From here on: the same question asked by the linter. The types are the part of oxlint's plugin
// interface (ESLint's) that is used.
type Node = { type: string };
type Source = Node & { value: unknown };
type Clause = Node & { importKind?: string; exportKind?: string };
type ImportOrExport = Node & {
  source?: Source | null;
  importKind?: string;
  exportKind?: string;
  specifiers?: Clause[];
};
type Context = {
  filename: string;
  cwd: string;
  options: [HouseTable];
  report(problem: { node: Node; message: string }): void;
};

const typesOnly = ({ importKind, exportKind, specifiers }: ImportOrExport) =>
  importKind === 'type' ||
  exportKind === 'type' ||
  (specifiers !== undefined &&
    specifiers.length > 0 &&
    specifiers.every((clause) => clause.importKind === 'type' || clause.exportKind === 'type'));

/** The rule `house/who-may-know-whom`; its one option is the table. */
export const whoMayKnowWhom = {
  meta: { schema: [{ type: 'object' }] },
  create(context: Context) {
    const from = relative(context.cwd, context.filename).split(sep).join('/');
    const [table] = context.options;
    const check = (node: Node, source: Node | null | undefined, areTypes: boolean) => {
      if (!source) return;
      const specifier = 'value' in source ? source.value : undefined;
      const message =
        typeof specifier === 'string'
          ? importProblem(table, { from, specifier, typesOnly: areTypes })
          : 'The import must name its module in plain quotes, so that it can be checked.';
      if (message !== undefined) context.report({ node, message });
    };
    const checkDeclaration = (node: ImportOrExport) => check(node, node.source, typesOnly(node));
    return {
      Program(node: Node) {
        // Files beside package.json are settings of tools, in no room.
        if (!from.includes('/') || innermostRoom(table, from) !== undefined) return;
        context.report({ node, message: `${from} is in no room of the table in .oxlintrc.json.` });
      },
      ImportDeclaration: checkDeclaration,
      ExportNamedDeclaration: checkDeclaration,
      ExportAllDeclaration: checkDeclaration,
      ImportExpression: (node: ImportOrExport) => check(node, node.source, false),
      TSImportType: (node: ImportOrExport) => check(node, node.source, true),
    };
  },
};
