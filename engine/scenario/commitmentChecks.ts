import { type CommitmentRule, RESOURCE_RULES } from './commitmentSchema.ts';
import { suggestFrom } from './nearest.ts';
import { type PlacedProblem, valueAt } from './problems.ts';

/** What no field of a commitment can know by itself: whether it promises what its rule does, and on pools that are there. */
export function commitmentProblems(
  commitment: unknown,
  poolIds: readonly (string | undefined)[],
  known: ReadonlySet<string> | undefined,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  const rule = valueAt(commitment, ['rule']) as CommitmentRule;
  const isResource = RESOURCE_RULES.includes(rule);
  const [right, wrong] = isResource ? ['units', 'hourly'] : ['hourly', 'units'];
  const problems: PlacedProblem[] = [];
  if (typeof rule === 'string') {
    if (valueAt(commitment, [right]) === undefined) {
      problems.push({
        path: [...path, right],
        message: `is missing: ${rule} promises ${isResource ? 'units, paid every hour' : 'money an hour'}`,
        suggestion: isResource ? 'units: 8' : 'hourly: 40',
      });
    }
    if (valueAt(commitment, [wrong]) !== undefined) {
      problems.push({
        path: [...path, wrong],
        message: `is not part of ${rule}`,
        suggestion: `use ${right}`,
      });
    }
  }
  return [...problems, ...coverProblems(commitment, poolIds, known, path)];
}

/** What is wrong with the pools of a commitment, held or offered. `known` is undefined where a pool has no id. */
export function coverProblems(
  commitment: unknown,
  poolIds: readonly (string | undefined)[],
  known: ReadonlySet<string> | undefined,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  const rule = valueAt(commitment, ['rule']) as CommitmentRule;
  const isResource = RESOURCE_RULES.includes(rule);
  const problems: PlacedProblem[] = [];
  const pools = valueAt(commitment, ['pools']);
  if (isResource && (Array.isArray(pools) ? pools : poolIds).length > 1) {
    problems.push({
      path: [...path, 'pools'],
      message: `must be one pool: the units of ${rule} are of one kind`,
      suggestion: `pools: [${String(poolIds[0])}]`,
    });
  }
  if (!Array.isArray(pools) || known === undefined) return problems;
  return [
    ...problems,
    ...pools.flatMap((pool: unknown, index): PlacedProblem[] =>
      typeof pool !== 'string' || known.has(pool)
        ? []
        : [
            {
              path: [...path, 'pools', index],
              message: `there is no pool “${pool}”`,
              suggestion: () => suggestFrom(pool, [...known]),
            },
          ],
    ),
  ];
}
