import { coverGroups, coveredPools, type LeasedPool, mayCover, ruleScope } from './commitmentCover.ts';
import { COMMITMENT_RULES, type CommitmentRule, RESOURCE_RULES } from './commitmentSchema.ts';
import { suggestFrom } from '../reading/nearest.ts';
import { type PlacedProblem, valueAt } from '../reading/problems.ts';

/** The pools of a document, ready to be looked up for any number of commitments. */
export interface LeasedPools {
  readonly list: readonly LeasedPool[];
  readonly byId: ReadonlyMap<string, LeasedPool>;
  /** What a commitment of the rule covers that names no pool, worked out once for all of them. */
  unnamed(rule: CommitmentRule): readonly LeasedPool[];
}

/** Prepares the pools of a document for `commitmentProblems`. */
export function leasedPools(list: readonly LeasedPool[]): LeasedPools {
  const covered = new Map<CommitmentRule, readonly LeasedPool[]>();
  return {
    list,
    byId: new Map(list.map((pool) => [pool.id, pool])),
    unnamed: (rule) => {
      const found = covered.get(rule) ?? coveredPools({ rule }, list);
      covered.set(rule, found);
      return found;
    },
  };
}

/**
 * What no field of a commitment can know by itself: whether it promises what its rule does, and on pools that it covers.
 * `pools` is undefined where one has no id.
 */
export function commitmentProblems(
  commitment: unknown,
  pools: LeasedPools | undefined,
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
  return [...problems, ...coverProblems(commitment, pools, path)];
}

/**
 * What is wrong with the pools of a commitment, held or offered: one that is not there, one that the provider's rule does not
 * cover, several that one commitment cannot cover together, or none at all.
 */
export function coverProblems(
  commitment: unknown,
  pools: LeasedPools | undefined,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  if (pools === undefined || pools.list.length === 0) return [];
  const rule = COMMITMENT_RULES.find((each) => each === valueAt(commitment, ['rule']));
  const at = [...path, 'pools'];
  const written = valueAt(commitment, ['pools']);
  if (!Array.isArray(written)) {
    return rule === undefined || written !== undefined ? [] : unnamedProblems(rule, pools, at);
  }
  const covered: LeasedPool[] = [];
  const wrong = written.flatMap((name: unknown, index): PlacedProblem[] => {
    if (typeof name !== 'string') return [];
    const pool = pools.byId.get(name);
    if (pool === undefined) {
      const message = `there is no pool “${name}”`;
      return [{ path: [...at, index], message, suggestion: () => suggestFrom(name, [...pools.byId.keys()]) }];
    }
    covered.push(pool);
    return rule === undefined ? [] : notCovered(rule, pool, pools, [...at, index]);
  });
  if (wrong.length > 0 || rule === undefined) return wrong;
  return coverGroups(rule, covered).length <= 1 ? [] : [apart(rule, covered, at)];
}

/** A pool that is named, and is of another provider or service. One without a price is let through: there is no saving to be wrong. */
function notCovered(
  rule: CommitmentRule,
  { id, lease }: LeasedPool,
  pools: LeasedPools,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  if (lease.kind === 'none' || mayCover(rule, lease)) return [];
  const { name, isFor } = ruleScope(rule);
  const message =
    lease.kind === 'instance'
      ? `pool ${id} rents ${lease.instance}, which no ${name} covers: it is for ${isFor}`
      : `pool ${id} is hardware of one’s own, which no commitment to a provider covers`;
  return [{ path, message, suggestion: () => couldCover(rule, pools.list) }];
}

/** Without names: nothing that it covers, or pools that it cannot cover together. */
function unnamedProblems(
  rule: CommitmentRule,
  pools: LeasedPools,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  const covered = pools.unnamed(rule);
  if (coverGroups(rule, covered).length > 1) return [apart(rule, covered, path)];
  // Where nothing has a price there is nothing to say yet.
  if (covered.length > 0 || pools.list.every(({ lease }) => lease.kind === 'none')) return [];
  const { name, isFor } = ruleScope(rule);
  const message = `is missing, and no pool is known to be covered: an ${name} is for ${isFor}`;
  return [{ path, message: withArticle(message, name), suggestion: () => couldCover(rule, pools.list) }];
}

function apart(
  rule: CommitmentRule,
  covered: readonly LeasedPool[],
  path: readonly PropertyKey[],
): PlacedProblem {
  const { name, boundTo } = ruleScope(rule);
  const message =
    boundTo === 'family and region'
      ? `must be pools of one family in one region: an ${name} is bound to both`
      : `must be pools of one instance in one region: the units of an ${name} are of one kind`;
  return {
    path,
    message: withArticle(message, name),
    suggestion: () =>
      coverGroups(rule, covered)
        .slice(0, MOST_SUGGESTED)
        .map((group) => `pools: [${idsOf(group)}]`)
        .join(', or '),
  };
}

/** Of pools, and of groups of them. */
const MOST_SUGGESTED = 5;

function idsOf(pools: readonly LeasedPool[]): string {
  const more = pools.length - MOST_SUGGESTED;
  const shown = pools.slice(0, MOST_SUGGESTED).map(({ id }) => id);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** What it could cover instead: what it is known to, then what may be its provider's. */
function couldCover(rule: CommitmentRule, pools: readonly LeasedPool[]): string {
  const able = pools.filter(({ lease }) => mayCover(rule, lease));
  const known = able.filter(({ lease }) => lease.kind === 'instance');
  if (known.length > 0) return `it could cover: ${idsOf(known)}`;
  if (able.length > 0)
    return `name the pools if they are this provider’s; their prices do not say so: pools: [${idsOf(able)}]`;
  return 'it could cover no pool of this scenario: take it out, or price a pool by an instance that it is for';
}

/** “an AWS …”, “a Google …”. */
function withArticle(message: string, name: string): string {
  return /^[AEIOU]/.test(name) ? message : message.replace(`an ${name}`, `a ${name}`);
}
