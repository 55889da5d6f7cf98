import { InvalidArgumentError, Option } from 'commander';
import type { GrowthCase } from '../../engine/planning/commit/useCase.ts';
import { parseShare } from '../../engine/scenario/units.ts';
import { type CommitChoices, DEFAULT_CHOICES } from '../run/commitScenario.ts';
import { wholeNumber } from './options.ts';

/** What `commit` takes beside the flags of a run. */
export interface CommitFlags {
  readonly months?: number;
  readonly startMonths: number;
  readonly growth?: readonly GrowthCase[];
  readonly upfrontLimit?: number;
  readonly lockedInLimit?: number;
  readonly risk?: number;
  readonly after: 'lost' | 'needed';
}

/** Options of `commit`, in the order in which help shows them. */
export const commitOptions = (): readonly Option[] => [
  new Option('--months <n>', 'planning horizon (else the longest term offered)').argParser(
    wholeNumber(1, 120),
  ),
  new Option('--start-months <n>', 'purchases begin in the first so many months')
    .argParser(wholeNumber(1, 36))
    .default(DEFAULT_CHOICES.startMonths),
  new Option(
    '--growth <cases>',
    'growth of fleets a month and its weight, such as low=-2%:1,base=0%:2,high=3%:1 (that is illustrative)',
  ).argParser(growthCases),
  new Option('--upfront-limit <money>', 'most that may be paid at the start of commitments').argParser(money),
  new Option(
    '--locked-in-limit <money>',
    'most that may be committed and not yet used up at any date',
  ).argParser(money),
  new Option('--risk <share>', '“stable” looks at the worst 1 − share of cases (75%)').argParser(riskLevel),
  new Option('--after <what>', 'committed hours after the horizon count as')
    .choices(['lost', 'needed'])
    .default('lost'),
];

/** The flags as choices. */
export function choicesOf(flags: CommitFlags): CommitChoices {
  return {
    months: flags.months,
    startMonths: flags.startMonths,
    growth: flags.growth ?? DEFAULT_CHOICES.growth,
    limits: { upfront: flags.upfrontLimit, lockedIn: flags.lockedInLimit },
    riskLevel: flags.risk ?? DEFAULT_CHOICES.riskLevel,
    isLostAfterHorizon: flags.after === 'lost',
  };
}

function growthCases(text: string): readonly GrowthCase[] {
  const cases = text.split(',').map((part): GrowthCase => {
    const match = /^\s*([^=:]+)=([^:]+)(?::(.+))?$/.exec(part);
    const growth = match === null ? Number.NaN : shareOf(match[2]);
    const weight = match?.[3] === undefined ? 1 : Number(match[3]);
    if (match === null || !(growth > -1) || !(growth < 10) || !(weight > 0) || !Number.isFinite(weight)) {
      throw new InvalidArgumentError(
        `“${part}” is no case: it must be name=growth:weight, such as low=-2%:1 (growth above −100%, weight above 0).`,
      );
    }
    return { name: match[1].trim(), growthPerMonth: growth, probability: weight };
  });
  if (new Set(cases.map(({ name }) => name)).size < cases.length) {
    throw new InvalidArgumentError('The names of cases must differ.');
  }
  const all = cases.reduce((sum, { probability }) => sum + probability, 0);
  return cases.map((each) => ({ ...each, probability: each.probability / all }));
}

function shareOf(text: string): number {
  const parsed = parseShare(text.includes('%') ? text : Number(text));
  return 'value' in parsed ? parsed.value : Number.NaN;
}

function money(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('It must be an amount of money, 0 or more.');
  }
  return value;
}

function riskLevel(text: string): number {
  const value = shareOf(text);
  if (!(value > 0) || !(value < 1)) throw new InvalidArgumentError('It must be a share such as 75% or 0.75.');
  return value;
}
