import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { applyOverrides } from './overrides.ts';
import { crossChecks } from './crossChecks.ts';
import { pathText, type PlacedProblem, placedProblems, type Problem } from './problems.ts';
import { type ScenarioDocument, scenarioSchema } from './schema.ts';
import { explainIssue } from './unionText.ts';

export type ParsedScenario =
  | { readonly document: ScenarioDocument; readonly raw: unknown; place(problem: PlacedProblem): Problem }
  | { readonly problems: readonly Problem[] };

/**
 * Reads a scenario from YAML or JSON text. `overrides` are `path=value` as of `--set`, applied
 * before the checks. All that is wrong is reported at once, with line and column where the text
 * has the place. Never throws.
 */
export function parseScenario(text: string, file: string, overrides: readonly string[] = []): ParsedScenario {
  const lines = new LineCounter();
  // The core schema leaves dates as text; an anchor repeated without end is refused.
  const yaml = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    schema: 'core',
    prettyErrors: false,
    logLevel: 'error',
  });
  const [syntax] = yaml.errors;
  if (syntax !== undefined) {
    // The first only: those after it are mostly its echoes.
    const { line, col } = lines.linePos(syntax.pos[0]);
    return {
      problems: [{ file, line, column: col, path: '', message: `not valid YAML: ${syntax.message}` }],
    };
  }
  let raw: unknown;
  try {
    raw = yaml.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return {
      problems: [
        {
          file,
          path: '',
          message: `not valid YAML: ${error instanceof Error ? error.message : String(error)}`,
        },
      ],
    };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return {
      problems: [
        { file, path: '', message: 'is not a scenario', suggestion: 'a scenario begins with fleetcast: 1' },
      ],
    };
  }
  const place = (problem: PlacedProblem): Problem => ({
    file,
    ...position(yaml, lines, problem.path),
    path: pathText(raw, problem.path),
    message: problem.message,
    ...(problem.suggestion === undefined || problem.suggestion === ''
      ? {}
      : { suggestion: problem.suggestion }),
  });
  const overridden = applyOverrides(raw, overrides).map((problem) => ({ ...problem, file }));
  const parsed = scenarioSchema.safeParse(raw, { error: explainIssue });
  const found = [...(parsed.success ? [] : placedProblems(parsed.error.issues, raw)), ...crossChecks(raw)];
  const problems = [...overridden, ...found.map(place)];
  if (problems.length > 0) return { problems };
  if (!parsed.success) throw new Error('a document without problems did not parse');
  return { document: parsed.data, raw, place };
}

/** Line and column of the deepest node on the path that the text has. */
function position(
  yaml: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): { line?: number; column?: number } {
  for (let depth = path.length; depth > 0; depth--) {
    const node: unknown = yaml.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return {};
}
