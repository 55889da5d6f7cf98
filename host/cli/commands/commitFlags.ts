import { InvalidArgumentError, Option } from 'commander';
import type { CommitmentPlanDocument } from '../../../engine/scenario/prices/commitmentPlanSchema.ts';
import {
  GROWTH_CASES_EXAMPLE,
  type GrowthCases,
  parseGrowthCases,
} from '../../../engine/scenario/prices/growthCases.ts';
import { PLANNED_FLEETS } from '../../../engine/scenario/prices/plannedFleets.ts';
import { parseShare } from '../../../engine/scenario/units.ts';
import { wholeNumber } from '../options.ts';

/** What `commit` takes beside the flags of a run. */
export interface CommitFlags {
  readonly months?: number;
  readonly startMonths?: number;
  readonly fleets?: CommitmentPlanDocument['fleets'];
  readonly growth?: GrowthCases;
  readonly upfrontLimit?: number;
  readonly lockedInLimit?: number;
  readonly risk?: number;
  readonly after?: 'lost' | 'needed';
}

/** Options of `commit`, in the order in which help shows them. */
export const commitOptions = (): readonly Option[] => [
  new Option('--months <n>', 'planning horizon (else the longest term offered)').argParser(
    wholeNumber(1, 120),
  ),
  new Option(
    '--start-months <n>',
    'purchases begin in the first so many months (else in any of the horizon)',
  ).argParser(wholeNumber(1, 36)),
  new Option('--fleets <which>', 'plan for fleets as simulated, or following their load').choices(
    PLANNED_FLEETS,
  ),
  new Option(
    '--growth <cases>',
    `growth a month and its weight, such as “${GROWTH_CASES_EXAMPLE}”; illustrative where left out`,
  ).argParser(growthCases),
  new Option('--upfront-limit <money>', 'most that may be paid at the start of commitments').argParser(money),
  new Option(
    '--locked-in-limit <money>',
    'most that may be committed and not yet used up at any date',
  ).argParser(money),
  new Option('--risk <share>', '“stable” looks at the worst 1 − share of cases (75%)').argParser(riskLevel),
  new Option('--after <what>', 'committed hours after the horizon count as (lost)').choices([
    'lost',
    'needed',
  ]),
];

/** The flags that were given, as a scenario writes them. */
export function commitmentPlanOf(flags: CommitFlags): Partial<CommitmentPlanDocument> {
  const { months, startMonths, fleets, growth, upfrontLimit, lockedInLimit, risk, after } = flags;
  const given = {
    months,
    startMonths,
    fleets,
    growth,
    upfrontLimit,
    lockedInLimit,
    risk,
    afterHorizon: after,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function growthCases(text: string): GrowthCases {
  const cases = parseGrowthCases(text);
  if (cases === undefined || cases.some(({ perMonth, weight }) => !(perMonth > -1) || !(weight > 0))) {
    throw new InvalidArgumentError(
      `“${text}” is no list of cases: it must be such as ${GROWTH_CASES_EXAMPLE} (growth above −100%, weights above 0).`,
    );
  }
  if (new Set(cases.map(({ name }) => name)).size < cases.length) {
    throw new InvalidArgumentError('The names of cases must differ.');
  }
  return cases;
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
