import { HOURS_PER_MONTH } from '../finance/verdict.ts';
import type { Forecast } from '../forecast.ts';
import {
  amountMicros,
  fromMicros,
  type Micros,
  microsOfText,
  minusMicros,
  plusMicros,
  totalMicros,
  writtenMicros,
} from '../pricing/money.ts';

/** What can make one deployment dearer than another. */
export type BridgeCause = 'demand' | 'work' | 'price' | 'idle';

/** One step of the way from the baseline's monthly cost to the other's. */
export interface CostStep {
  readonly cause: BridgeCause;
  /** Currency a month, whole micro-units. */
  readonly amount: number;
  /** The amount as a decimal, where the number rounds it. */
  readonly exactAmount?: string;
}

/** The four factors of a monthly cost: price × (demand × work + idle). */
type Factors = Readonly<Record<BridgeCause, number>>;

const CAUSES = ['demand', 'work', 'price', 'idle'] as const satisfies readonly BridgeCause[];
const MICROS = 1e6;

/**
 * Why two deployments differ in monthly cost, as steps that add up to the difference exactly. The cost
 * is price × (demand × work + idle): a paid GPU-hour's price, millions of tokens a month, GPU-hours at
 * work a million tokens, and GPU-hours a month that nobody used. Each factor's step is its Shapley
 * value: its effect averaged over all orders in which the factors could change, so that no order is
 * preferred (Shapley 1953; Sun 1998 for decompositions). What rounding leaves goes to the largest
 * step. Undefined where a cost is unknown or 0, or no token was served.
 */
export function costBridge(baseline: Forecast, other: Forecast): readonly CostStep[] | undefined {
  const from = factorsOf(baseline);
  const to = factorsOf(other);
  if (from === undefined || to === undefined) return undefined;
  const amounts = CAUSES.map((cause) => wholeMicros(shapley(cause, from, to)));
  const whole = minusMicros(monthlyMicros(other), monthlyMicros(baseline));
  const largest = amounts.reduce<number>(
    (best, amount, i) => (Math.abs(Number(amount)) > Math.abs(Number(amounts[best])) ? i : best),
    0,
  );
  amounts[largest] = plusMicros(amounts[largest], minusMicros(whole, totalMicros(amounts)));
  return CAUSES.map((cause, i) => {
    const written = writtenMicros(amounts[i]);
    return {
      cause,
      amount: fromMicros(amounts[i]),
      ...(typeof written === 'string' ? { exactAmount: written } : {}),
    };
  });
}

function monthlyMicros({ costPerMonth, exactAmounts }: Forecast): Micros {
  const exact = exactAmounts?.['costPerMonth'];
  return exact === undefined ? amountMicros(costPerMonth ?? 0, 1) : microsOfText(exact);
}

/** An estimate to about the nearest micro-unit. */
function wholeMicros(amount: number): Micros {
  const micros = Math.round(amount * MICROS);
  return Number.isSafeInteger(micros) ? micros : BigInt(micros);
}

function factorsOf({ cost, pools, tokens, horizon }: Forecast): Factors | undefined {
  const { total, idle } = cost;
  const paid = pools.reduce((sum, { gpuHoursPaid }) => sum + (gpuHoursPaid ?? 0), 0);
  const millions = (tokens.prompt + (tokens.output ?? 0)) / 1e6;
  if (total === null || idle === null || !(total > 0) || !(paid > 0) || !(millions > 0)) return undefined;
  const price = total / paid;
  const perMonth = HOURS_PER_MONTH / horizon.hours;
  return {
    price,
    demand: millions * perMonth,
    work: (total - idle) / price / millions,
    idle: (idle / price) * perMonth,
  };
}

function costOf({ price, demand, work, idle }: Factors): number {
  return price * (demand * work + idle);
}

/** The average, over all orders of change, of what changing `cause` does to the cost. */
function shapley(cause: BridgeCause, from: Factors, to: Factors): number {
  const rest = CAUSES.filter((other) => other !== cause);
  const n = CAUSES.length;
  let sum = 0;
  for (let set = 0; set < 1 << rest.length; set++) {
    const changed = rest.filter((_, i) => (set >> i) & 1);
    const before: Record<BridgeCause, number> = { ...from };
    for (const other of changed) before[other] = to[other];
    const effect = costOf({ ...before, [cause]: to[cause] }) - costOf(before);
    sum += (factorial(changed.length) * factorial(n - changed.length - 1) * effect) / factorial(n);
  }
  return sum;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
