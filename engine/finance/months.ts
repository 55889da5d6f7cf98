import { type Ledger, ledgerTotal } from '../pricing/ledger.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import type { ReplicationUsage } from '../usage/usage.ts';
import { accountTotals } from '../usage/usageTotals.ts';
import type { TellAmount } from './exactAmounts.ts';

/** What a calendar month (UTC) of the horizon came to; the first and the last may be parts of one. */
export interface MonthFigures {
  /** `2026-01`. */
  readonly month: string;
  readonly hours: number;
  readonly cost: number | null;
  /** Requests that arrived in it, and those of them that completed; null where the simulation was given up. */
  readonly requests: number | null;
  readonly completed: number | null;
}

/** A calendar month's hours of the horizon: [from, until). */
export interface MonthSpan {
  readonly month: string;
  readonly from: number;
  readonly until: number;
}

/** Cuts a horizon of whole hours at the starts of calendar months (UTC). */
export function monthSpans(startEpochSeconds: number, hours: number): readonly MonthSpan[] {
  const spans: MonthSpan[] = [];
  let from = 0;
  while (from < hours) {
    const instant = new Date((startEpochSeconds + from * 3600) * 1000);
    const next = Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + 1) / 1000;
    const until = Math.min(hours, Math.max(from + 1, Math.ceil((next - startEpochSeconds) / 3600)));
    spans.push({ month: instant.toISOString().slice(0, 7), from, until });
    from = until;
  }
  return spans;
}

/** Cost and requests of each calendar month. */
export function monthFigures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  tell: TellAmount,
): readonly MonthFigures[] {
  const accounts = spec.accounts.map((_, account) => account);
  return monthSpans(spec.startEpochSeconds, spec.hours).map(({ month, from, until }) => {
    const { arrived, completed } = accountTotals(usage, accounts, from, until);
    const micros = ledgerTotal(ledger, from, until);
    return {
      month,
      hours: until - from,
      cost: micros === undefined ? null : tell(`months.${month}.cost`, micros),
      requests: arrived,
      completed,
    };
  });
}
