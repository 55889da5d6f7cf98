import type { HeldCommitment } from '../../pricing/commitments/heldCommitment.ts';
import type { LinearProgram, ProgramRow, ProgramVariable } from './linearProgram.ts';
import type { Period, UseBin } from './useBins.ts';

/** One offer at one start: what a unit of it costs and when it holds. */
export interface Candidate {
  /** Index of the offer. */
  readonly offer: number;
  readonly fromHour: number;
  readonly untilHour: number;
  /** Money an hour of one unit: the committed price, or 1 where money is promised. */
  readonly hourlyOfOne: number;
  /** Committed price of a unit-hour by pool; undefined where it covers none of it. */
  readonly prices: readonly (number | undefined)[];
  readonly isOfUnits: boolean;
  readonly upfrontShare: number;
}

/** What the buyer allows. Money; left out is no limit. */
export interface CommitLimits {
  /** Of all payments at the start, together. */
  readonly upfront?: number | undefined;
  /** Of what is still to be paid or used up of all purchases at any instant. */
  readonly lockedIn?: number | undefined;
}

export interface CommitProgramInput {
  readonly bins: readonly UseBin[];
  readonly periods: readonly Period[];
  readonly unitPrices: readonly number[];
  readonly probabilities: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly held: readonly HeldCommitment[];
  readonly limits: CommitLimits;
  /** Hours of a term beyond this one cost nothing: where use is thought to go on. `Infinity` charges all of them. */
  readonly chargedUntil: number;
  /**
   * Minimises, instead of the expected cost, the mean of the worst `1 − level` of regrets: cost − what the case would have cost at best.
   * Source: Rockafellar and Uryasev, "Optimization of conditional value-at-risk" (2000).
   */
  readonly risk?: { readonly level: number; readonly bestCosts: readonly number[] };
}

/** Weight of the expected cost beside the risk, so that of portfolios of equal risk the cheaper is taken. */
const TIE_BREAK = 1e-3;

/**
 * The programme of a purchase: how much of each candidate (the first variables, in their order), and in each bin how many units
 * of each pool each offer or held commitment covers. Cost = what is committed, used or not + what is left, on demand.
 *
 * Coverage is free to choose here, while providers apply their own order: no portfolio costs less by the rules
 * than here on the same hours, and it costs the same wherever that order wastes nothing.
 */
export function commitProgram(input: CommitProgramInput): LinearProgram {
  const { bins, periods, unitPrices, probabilities, candidates, held, limits, chargedUntil, risk } = input;
  const variables: ProgramVariable[] = [];
  const rows: ProgramRow[] = [];
  const weightOfExpected = risk === undefined ? 1 : TIE_BREAK;
  const committed = candidates.map(
    ({ hourlyOfOne, fromHour, untilHour }) =>
      hourlyOfOne * Math.max(0, Math.min(untilHour, chargedUntil) - fromHour),
  );
  for (const [index, { isOfUnits }] of candidates.entries()) {
    variables.push({ cost: weightOfExpected * committed[index], isWhole: isOfUnits });
  }
  const groups = coverGroups(candidates, held);
  /** By case: what coverage saves, for the regret rows. */
  const saved = probabilities.map(() => ({
    variables: [] as number[],
    coefficients: [] as number[],
    total: 0,
  }));

  for (const { caseIndex, period, hours, units } of bins) {
    const { from, until } = periods[period];
    const ofCase = saved[caseIndex];
    const poolRows = unitPrices.map(() => [] as number[]);
    units.forEach((count, pool) => {
      ofCase.total += hours * count * unitPrices[pool];
    });
    for (const { members, fixed, prices, isOfUnits } of groups) {
      const active = members.filter(
        (index) => candidates[index].fromHour <= from && candidates[index].untilHour >= until,
      );
      const given = fixed.reduce(
        (sum, { amount, fromHour, untilHour }) => sum + (fromHour <= from && untilHour >= until ? amount : 0),
        0,
      );
      if (active.length === 0 && given === 0) continue;
      const covers: number[] = [];
      const takes: number[] = [];
      prices.forEach((price, pool) => {
        if (price === undefined || units[pool] <= 0) return;
        const saving = hours * unitPrices[pool];
        const variable = variables.length;
        variables.push({
          cost: -weightOfExpected * probabilities[caseIndex] * saving,
          atMost: units[pool],
        });
        covers.push(variable);
        takes.push(isOfUnits ? 1 : price);
        poolRows[pool].push(variable);
        ofCase.variables.push(variable);
        ofCase.coefficients.push(-saving);
      });
      if (covers.length === 0) continue;
      rows.push({
        variables: [...covers, ...active],
        coefficients: [...takes, ...active.map(() => -1)],
        atMost: given,
      });
    }
    poolRows.forEach((covering, pool) => {
      if (covering.length < 2) return;
      rows.push({ variables: covering, coefficients: covering.map(() => 1), atMost: units[pool] });
    });
  }
  rows.push(...limitRows(candidates, limits));
  if (risk !== undefined) addRisk(variables, rows, committed, saved, probabilities, risk);
  return { variables, rows };
}

/** Commitments that cover alike, whatever their start: one variable of coverage does for all of them. */
interface CoverGroup {
  readonly members: number[];
  readonly fixed: { readonly amount: number; readonly fromHour: number; readonly untilHour: number }[];
  readonly prices: readonly (number | undefined)[];
  readonly isOfUnits: boolean;
}

function coverGroups(
  candidates: readonly Candidate[],
  held: readonly HeldCommitment[],
): readonly CoverGroup[] {
  const groups = new Map<string, CoverGroup>();
  const groupOf = (prices: CoverGroup['prices'], isOfUnits: boolean): CoverGroup => {
    // Units are paid whether at this price or that: only which pool they are of tells them apart.
    const shown = prices.map((price) => (price === undefined ? '-' : isOfUnits ? 'x' : price));
    const key = `${isOfUnits} ${shown.join(' ')}`;
    const group = groups.get(key) ?? { members: [], fixed: [], prices, isOfUnits };
    groups.set(key, group);
    return group;
  };
  candidates.forEach(({ prices, isOfUnits }, index) => groupOf(prices, isOfUnits).members.push(index));
  for (const { prices, kind, units, hourly, fromHour, untilHour } of held) {
    const isOfUnits = kind === 'resource';
    groupOf(prices, isOfUnits).fixed.push({ amount: isOfUnits ? units : hourly, fromHour, untilHour });
  }
  return [...groups.values()];
}

function limitRows(
  candidates: readonly Candidate[],
  { upfront, lockedIn }: CommitLimits,
): readonly ProgramRow[] {
  const all = candidates.map((_, index) => index);
  const whole = ({ hourlyOfOne, fromHour, untilHour }: Candidate): number =>
    hourlyOfOne * (untilHour - fromHour);
  const rows: ProgramRow[] = [];
  if (upfront !== undefined) {
    const coefficients = candidates.map((each) => whole(each) * each.upfrontShare);
    rows.push({ variables: all, coefficients, atMost: upfront });
  }
  if (lockedIn !== undefined) {
    // What is locked in only grows when something starts.
    for (const at of new Set(candidates.map(({ fromHour }) => fromHour))) {
      const coefficients = candidates.map(({ fromHour, untilHour, hourlyOfOne }) =>
        fromHour <= at && untilHour > at ? hourlyOfOne * (untilHour - at) : 0,
      );
      rows.push({ variables: all, coefficients, atMost: lockedIn });
    }
  }
  return rows;
}

/** min η + Σ p z / (1 − level), with z ≥ regret − η in each case. */
function addRisk(
  variables: ProgramVariable[],
  rows: ProgramRow[],
  committed: readonly number[],
  saved: readonly { variables: readonly number[]; coefficients: readonly number[]; total: number }[],
  probabilities: readonly number[],
  { level, bestCosts }: NonNullable<CommitProgramInput['risk']>,
): void {
  const eta = variables.push({ cost: 1, isFree: true }) - 1;
  saved.forEach((ofCase, index) => {
    const beyond = variables.push({ cost: probabilities[index] / (1 - level) }) - 1;
    rows.push({
      variables: [...committed.map((_, candidate) => candidate), ...ofCase.variables, eta, beyond],
      coefficients: [...committed, ...ofCase.coefficients, -1, -1],
      atMost: bestCosts[index] - ofCase.total,
    });
  });
}
