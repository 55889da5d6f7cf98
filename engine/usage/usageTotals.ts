import { ACCOUNT_COLUMNS, type AccountHours, type ReplicationUsage } from './usage.ts';

/** Sums of the account columns. */
export type AccountTotals = Record<keyof AccountHours, number>;

/** Sum of an hourly column over hours [from, until). */
export function sumColumn(column: Float64Array, from = 0, until = column.length): number {
  let sum = 0;
  for (let h = from; h < until; h++) sum += column[h];
  return sum;
}

/** Requests and tokens of the accounts given (indices), over hours [from, until) or all. */
export function accountTotals(
  usage: ReplicationUsage,
  accounts: readonly number[],
  from?: number,
  until?: number,
): AccountTotals {
  const total = (name: keyof AccountHours): number =>
    accounts.reduce((sum, account) => sum + sumColumn(usage.accounts[account][name], from, until), 0);
  return Object.fromEntries(ACCOUNT_COLUMNS.map((name) => [name, total(name)])) as AccountTotals;
}

/** Requests that never ended. Means over replications are not whole, so the difference may be off 0 by rounding. */
export function unfinishedOf({
  arrived,
  completed,
  rejected,
}: Pick<AccountTotals, 'arrived' | 'completed' | 'rejected'>): number {
  return Math.max(0, Math.round((arrived - completed - rejected) * 1e6) / 1e6);
}
