import { crossChecks } from './crossChecks.ts';
import type { EncoderLookUp } from './generationChecks.ts';
import { applyOverrides } from './reading/overrides.ts';
import type { Problem } from './reading/problem.ts';
import type { PlacedProblem } from './reading/problems.ts';
import { checkValue, placeProblems, problemPlacer } from './reading/readDocument.ts';
import { readYaml } from './reading/readYaml.ts';
import { type ScenarioDocument, scenarioSchema } from './schema.ts';
import { toldProblems } from './reading/toldProblems.ts';

export type ParsedScenario =
  | { readonly document: ScenarioDocument; readonly raw: unknown; place(problem: PlacedProblem): Problem }
  | { readonly problems: readonly Problem[] };

/** What may be in a scenario: of each group a dozen forms are tried, and what is wrong with each is worked out. */
const MOST_GROUPS = 10_000;

/**
 * Reads a scenario from YAML or JSON text. `overrides` are `path=value` as of `--set`, applied
 * before the checks. All that is wrong is reported at once, with line and column where the text
 * has the place. `isEncoder` as of `crossChecks`. Never throws.
 */
export function parseScenario(
  text: string,
  file: string,
  overrides: readonly string[] = [],
  isEncoder?: EncoderLookUp,
): ParsedScenario {
  const read = readYaml(text);
  if ('problem' in read) return { problems: toldProblems([{ file, path: '', ...read.problem }]) };
  const raw = read.value;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return {
      problems: [
        { file, path: '', message: 'is not a scenario', suggestion: 'a scenario begins with fleetcast: 1' },
      ],
    };
  }
  const place = problemPlacer(file, read);
  const overridden = applyOverrides(raw, overrides).map((problem) => ({ ...problem, file }));
  const checked = checkValue(scenarioSchema, raw, MOST_GROUPS);
  const found = 'problems' in checked ? [...checked.problems] : [];
  if (!('problems' in checked && checked.isTooLarge)) found.push(...crossChecks(raw, isEncoder));
  const problems = [...overridden, ...placeProblems(found, place)];
  if (problems.length > 0) return { problems: toldProblems(problems) };
  if ('problems' in checked) throw new Error('a document without problems did not parse');
  return { document: checked.value, raw, place };
}
