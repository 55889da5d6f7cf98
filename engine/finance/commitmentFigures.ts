import type { HeldCommitment } from '../pricing/commitments/heldCommitment.ts';
import { paymentsOf } from '../pricing/commitments/payments.ts';
import { isOutOfCommitments, type Ledger } from '../pricing/ledger.ts';
import { sumMicros } from '../pricing/microsColumn.ts';
import {
  amountMicros,
  fromMicros,
  type Micros,
  plusMicros,
  timesMicros,
  totalMicros,
} from '../pricing/money.ts';
import type { PoolPrice } from '../pricing/poolPrice.ts';
import type { TellAmount } from './exactAmounts.ts';
import { type MonthSpan, monthSpans } from './months.ts';

/** What a commitment does in a horizon. Money of the document's currency; shares 0 to 1, null without data. */
export interface CommitmentFigures {
  readonly id: string;
  readonly rule: string;
  /** Hours of the horizon in which it holds. */
  readonly hours: number;
  readonly committed: number;
  readonly used: number;
  readonly unused: number;
  /** used ÷ committed. */
  readonly utilisation: number | null;
  /** What it covered would have cost on demand. */
  readonly onDemandEquivalent: number;
  /** On-demand equivalent − committed: what it saves, or costs. */
  readonly savings: number;
  /** 1 − discount: below this utilisation it costs more than it saves. */
  readonly breakEvenUtilisation: number | null;
  /** Due at its start, where that is in the horizon. */
  readonly upfront: number;
  /** Still to be paid for after the horizon's end: stranded if nothing needs it by then. */
  readonly committedAfterHorizon: number;
}

/** What all commitments together come to; spot and reserved capacity, which they never cover, are in the cash alone. */
export interface CommitmentSummary {
  readonly commitments: readonly CommitmentFigures[];
  /** Of the whole horizon: what it would cost on demand, and the part of that which commitments cover. */
  readonly onDemandEquivalent: number;
  readonly coverage: number | null;
  /** ESR: 1 − cost ÷ on-demand equivalent. */
  readonly effectiveSavingsRate: number | null;
  /** By calendar month: the cost, and what is paid in it. They differ where a term is paid at its start. */
  readonly cash: readonly MonthOfCash[];
}

/** A month's cost, spread over the hours that it is for, and its payments. Money. */
export interface MonthOfCash {
  /** `2026-01`. */
  readonly month: string;
  readonly cost: number;
  readonly paid: number;
}

/** Adds the ledger up by commitment. Source of coverage, utilisation and ESR: FinOps Foundation, "Effective Savings Rate". */
export function commitmentSummary(
  ledger: Ledger,
  held: readonly HeldCommitment[],
  prices: readonly (PoolPrice | undefined)[],
  startEpochSeconds: number,
  tell: TellAmount,
): CommitmentSummary {
  let total = 0;
  let onDemand = 0;
  let covered = 0;
  for (const series of ledger.series) {
    // Commitments never cover these: they are no part of what could have been covered, nor of what is saved by them.
    if (isOutOfCommitments(series)) continue;
    total += fromMicros(sumMicros(series.amountMicros));
    onDemand += onDemandOf(series, prices);
    if (series.category === 'committed compute') covered += onDemandOf(series, prices);
  }
  return {
    commitments: held.map((commitment) => figuresOf(ledger, commitment, prices, tell)),
    onDemandEquivalent: onDemand,
    coverage: onDemand > 0 ? covered / onDemand : null,
    effectiveSavingsRate: onDemand > 0 ? 1 - total / onDemand : null,
    cash: monthSpans(startEpochSeconds, ledger.hours).map((span) => monthOfCash(ledger, held, span, tell)),
  };
}

function monthOfCash(
  ledger: Ledger,
  held: readonly HeldCommitment[],
  { month, from, until }: MonthSpan,
  tell: TellAmount,
): MonthOfCash {
  let cost: Micros = 0;
  let paid: Micros = 0;
  for (const series of ledger.series) {
    const micros = sumMicros(series.amountMicros, from, until);
    cost = plusMicros(cost, micros);
    if (series.category === 'compute' || isOutOfCommitments(series)) paid = plusMicros(paid, micros);
  }
  for (const commitment of held) {
    const { upfrontMicros, recurringMicros } = paymentsOf(commitment, from, until);
    paid = totalMicros([paid, upfrontMicros, recurringMicros]);
  }
  const told = (name: string, micros: Micros): number => tell(`commitments.cash.${month}.${name}`, micros);
  return { month, cost: told('cost', cost), paid: told('paid', paid) };
}

function figuresOf(
  ledger: Ledger,
  { id, rule, fromHour, untilHour, hourly, upfrontShare, prices: committed }: HeldCommitment,
  prices: readonly (PoolPrice | undefined)[],
  tell: TellAmount,
): CommitmentFigures {
  const own = ledger.series.filter(({ commitment }) => commitment === id);
  const sum = (category: string): Micros =>
    totalMicros(
      own
        .filter((series) => series.category === category)
        .map(({ amountMicros: column }) => sumMicros(column)),
    );
  const used = sum('committed compute');
  const unused = sum('unused commitment');
  const onDemandEquivalent = own.reduce((all, series) => all + onDemandOf(series, prices), 0);
  const hours = Math.max(0, Math.min(ledger.hours, untilHour) - Math.max(0, fromHour));
  const pool = committed.findIndex((price) => price !== undefined);
  const all = plusMicros(used, unused);
  const told = (name: string, micros: Micros): number =>
    tell(`commitments.commitments.${id}.${name}`, micros);
  /** Half of an odd number of micro-units is told as it is. */
  const toldShare = (name: string, count: number, share: number): number => {
    const whole = amountMicros(hourly, count);
    told(name, timesMicros(whole, share));
    return fromMicros(whole) * share;
  };
  return {
    id,
    rule,
    hours,
    committed: told('committed', all),
    used: told('used', used),
    unused: told('unused', unused),
    utilisation: all > 0 ? Number(used) / Number(all) : null,
    onDemandEquivalent,
    savings: onDemandEquivalent - fromMicros(all),
    breakEvenUtilisation: pool < 0 ? null : (committed[pool] ?? 0) / (prices[pool]?.unitPrice ?? Number.NaN),
    upfront:
      fromHour >= 0 && fromHour < ledger.hours ? toldShare('upfront', untilHour - fromHour, upfrontShare) : 0,
    committedAfterHorizon: toldShare(
      'committedAfterHorizon',
      Math.max(0, untilHour - Math.max(ledger.hours, fromHour)),
      1 - upfrontShare,
    ),
  };
}

/** What the units of a series would cost on demand. */
function onDemandOf(
  { pool, quantity }: Ledger['series'][number],
  prices: readonly (PoolPrice | undefined)[],
): number {
  const price = pool < 0 ? undefined : prices[pool];
  return price === undefined ? 0 : quantity.reduce((units, each) => units + each, 0) * price.unitPrice;
}
