import { money, percent } from '../../../engine/finance/plainText.ts';
import { isOfUnits, purchaseOf } from '../../../engine/planning/commit/commitmentOffer.ts';
import type { TellPortfolio } from '../../../engine/planning/commit/portfolioFigures.ts';
import { type HeldCommitment, heldCommitments } from '../../../engine/pricing/commitments/heldCommitment.ts';
import { settledHours } from '../../../engine/pricing/commitments/settleUnits.ts';
import { amountMicros, fromMicros } from '../../../engine/pricing/money.ts';
import type { CommittedScenario } from './commitScenario.ts';
import type { CommitmentAt } from './commitResult.ts';
import { coverWeekChart, type WeekOfCover } from './coverWeekChart.ts';
import { costCurveChart, unitOf } from './costCurveChart.ts';
import { NO_DATA } from '../../report/reportSection.ts';
import { writtenCommitment } from './writtenCommitment.ts';

const WEEK = 168;
/** The first hour of 1970 was a Thursday's. */
const EPOCH_HOUR_OF_WEEK = 72;

/**
 * Prices one amount of one offer by the providers' rules, every hour of every case (`tell`). Undefined where there is
 * no such offer.
 */
export function commitmentAt(
  committed: CommittedScenario,
  tell: TellPortfolio,
  currency: string,
  offerId: string,
  amount: number,
): CommitmentAt | undefined {
  const { setting, offers, plan, curves } = committed;
  const offer = offers.find(({ id }) => id === offerId);
  const curve = curves.find((each) => each.offer === offerId);
  if (offer === undefined || curve === undefined) return undefined;
  const purchases = amount === 0 ? [] : [purchaseOf(offer, amount, setting.startEpochSeconds, setting.held)];
  const { expected } = tell(purchases);
  const held = heldCommitments(
    [...setting.held, ...purchases],
    setting.pools,
    setting.prices,
    setting.startEpochSeconds,
  );
  const bought = held.find(({ id }) => id === purchases[0]?.id);
  const [one] = heldCommitments(
    [purchaseOf(offer, 1, setting.startEpochSeconds)],
    setting.pools,
    setting.prices,
    setting.startEpochSeconds,
  );
  const onDemandOfOne = one.hourly / (1 - offer.discount);
  const unit = unitOf(isOfUnits(offer), currency);
  const hourly = bought?.hourly ?? 0;
  const savings = plan.none.expected.chargedCost - expected.chargedCost;
  return {
    offer: offerId,
    amount,
    commitment: purchases.length === 0 ? null : writtenCommitment(purchases[0]),
    hourly,
    onDemandOfOne,
    expected,
    savings,
    figures: [
      {
        label: `Expected cost of ${setting.monthStarts.length} months`,
        value: money(expected.chargedCost, currency),
      },
      { label: 'Saves, against buying nothing', value: money(savings, currency) },
      { label: 'Below what on demand would cost', value: share(expected.effectiveSavingsRate) },
      { label: 'Coverage: use that is covered', value: share(expected.coverage) },
      { label: 'Utilisation: committed and used', value: share(expected.utilisation) },
      { label: 'Pays off above a utilisation of', value: percent(1 - offer.discount) },
      { label: 'Committed and not used', value: money(expected.unused, currency) },
      { label: 'Promised an hour', value: money(hourly, currency) },
    ],
    charts: [
      coverWeekChart(coverOfWeek(committed, held, bought?.untilHour ?? setting.hours), {
        currency,
        offer: offerId,
        onDemandHourly: amount * onDemandOfOne,
      }),
      costCurveChart(curve, { currency, unit }, 'curve', { amount, cost: expected.chargedCost }),
    ],
  };
}

const share = (value: number | null): string => (value === null ? NO_DATA : percent(value));

/** The hours of a mean week of the likeliest case, while the offer holds: what is covered, unused, on demand. */
function coverOfWeek(
  { setting }: CommittedScenario,
  held: readonly HeldCommitment[],
  untilHour: number,
): WeekOfCover {
  const { cases, prices, hours, startEpochSeconds } = setting;
  const likeliest = cases.reduce((most, each) => (each.probability > most.probability ? each : most));
  const until = Math.min(hours, untilHour);
  const settled = settledHours(prices, held, likeliest.units, until);
  const sums = {
    demand: new Float64Array(WEEK),
    rest: new Float64Array(WEEK),
    unused: new Float64Array(WEEK),
  };
  const counts = new Float64Array(WEEK);
  const firstHour = startEpochSeconds / 3600 + EPOCH_HOUR_OF_WEEK;
  settled.forEach(({ onDemand, unusedMicros }, hour) => {
    const at = (firstHour + hour) % WEEK;
    counts[at]++;
    prices.forEach((price, pool) => {
      if (price !== undefined) {
        sums.demand[at] += Number(amountMicros(price.unitPrice, likeliest.units[pool][hour]));
      }
    });
    for (const { micros } of onDemand) sums.rest[at] += Number(micros);
    unusedMicros.forEach((micros, index) => {
      // At on-demand prices, as everything else in the chart.
      sums.unused[at] += Number(micros) / (1 - held[index].discount);
    });
  });
  const means = (column: Float64Array): readonly number[] =>
    Array.from(column, (sum, at) => (counts[at] === 0 ? 0 : fromMicros(sum) / counts[at]));
  const [demand, rest, unused] = [sums.demand, sums.rest, sums.unused].map(means);
  return { name: likeliest.name, demand, rest, unused };
}
