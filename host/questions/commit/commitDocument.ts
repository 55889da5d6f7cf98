import { givenUpClause } from '../../../engine/finance/pressure/givenUp.ts';
import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { isOfOffer, isOfUnits } from '../../../engine/planning/commit/commitmentOffer.ts';
import type { Portfolio } from '../../../engine/planning/commit/planCommitments.ts';
import type { PurchaseFigures } from '../../../engine/planning/commit/portfolioFigures.ts';
import { coveredIds } from '../../../engine/pricing/commitments/heldCommitment.ts';
import type { CommittedScenario } from './commitScenario.ts';
import type { CommitDocument, DemandCase, PortfolioResult, PurchaseRow } from './commitResult.ts';
import type { RunHeader } from '../forecast/runDocument.ts';
import { writtenCommitment } from './writtenCommitment.ts';

const EXCLUDED = [
  'staff',
  'network egress',
  'storage',
  'support plans and licences',
  'taxes',
  'interest',
  'spot',
  'what is resold, exchanged or refunded',
];

/** A planned purchase as it is written out. */
export function commitDocument(
  header: RunHeader,
  name: string,
  currency: string,
  committed: CommittedScenario,
): CommitDocument {
  const { plan, setting, offers, assumed, growth, isFromCatalog, curves, simulatedHours } = committed;
  const result = (portfolio: Portfolio): PortfolioResult => ({
    name: portfolio.name,
    purchases: portfolio.purchases.map((each) => purchaseRow(each, offers)),
    expected: portfolio.expected,
    cases: portfolio.cases,
    months: portfolio.months,
    paybackMonths: portfolio.paybackMonths,
    savings: plan.none.expected.chargedCost - portfolio.expected.chargedCost,
    mostRegret: plan.regret.rows.find((row) => row.name === portfolio.name)?.most ?? 0,
  });
  const document = {
    fleetcast: header,
    name,
    currency,
    horizon: {
      start: new Date(setting.startEpochSeconds * 1000).toISOString().slice(0, 10),
      months: setting.monthStarts.length,
      hours: setting.hours,
    },
    simulatedHours,
    growth,
    offers: offers.map(({ id, rule, discount, term, payment, pools }) => ({
      id,
      rule,
      isOfUnits: isOfUnits({ rule }),
      discount,
      term,
      payment,
      pools: pools ?? null,
      covers: coveredIds({ rule, pools }, setting.pools, setting.prices),
      source: isFromCatalog ? ('catalogue' as const) : ('scenario' as const),
    })),
    prices: setting.prices.filter((price) => price !== undefined),
    held: setting.held.map(({ id }) => id),
    limits: { upfront: assumed.upfrontLimit ?? null, lockedIn: assumed.lockedInLimit ?? null },
    demand: demandOf(committed),
    cheapest: result(plan.cheapest),
    stable: result(plan.stable),
    none: result(plan.none),
    regret: plan.regret,
    riskLevel: assumed.risk,
    curves,
    assumptions: assumptionsOf(committed),
    excluded: EXCLUDED,
  };
  return { ...document, verdict: verdictOf(document) };
}

function purchaseRow(
  { commitment, ...figures }: PurchaseFigures,
  offers: CommittedScenario['offers'],
): PurchaseRow {
  const written = writtenCommitment(commitment);
  return {
    ...figures,
    commitment: written,
    offer: offers.find((each) => isOfOffer(commitment, each))?.id ?? written.id,
  };
}

/** Of each growth its likeliest replication. */
function demandOf({ setting, growth }: CommittedScenario): readonly DemandCase[] {
  const { cases, prices, hours } = setting;
  return growth.map(({ name }) => {
    const [likeliest] = cases
      .filter((each) => each.name === name)
      .sort((a, b) => b.probability - a.probability);
    const values = new Float64Array(hours);
    likeliest.units.forEach((units, pool) => {
      const unitPrice = prices[pool]?.unitPrice ?? 0;
      for (let h = 0; h < hours; h++) values[h] += units[h] * unitPrice;
    });
    const days = Array.from({ length: Math.ceil(hours / 24) }, (_, day) => {
      const hoursOfDay = values.subarray(day * 24, day * 24 + 24);
      return hoursOfDay.reduce((sum, value) => sum + value, 0) / hoursOfDay.length;
    });
    const sorted = values.slice().sort();
    const quantiles = Array.from(
      { length: 101 },
      (_, percentage) => sorted[Math.round((percentage / 100) * (hours - 1))],
    );
    return { name, days, quantiles };
  });
}

function assumptionsOf({
  assumed,
  growth,
  setting,
  fleets,
  simulatedHours,
  givenUp,
  isFromCatalog,
}: CommittedScenario): string[] {
  const cases = growth.map(
    ({ name, growthPerMonth, probability }) =>
      `${name} ${percent(growthPerMonth)} a month (${percent(probability)} likely)`,
  );
  const { startMonths } = assumed;
  return [
    ...(givenUp === undefined
      ? []
      : [
          `Pool ${givenUp.pool} is overloaded (${givenUpClause(givenUp)}): what is planned for are the replicas there are, not those that would keep up.`,
        ]),
    simulatedHours >= setting.hours
      ? 'Fleets are those of the simulation, hour by hour.'
      : `Fleets are those of the ${grouped(simulatedHours)} simulated hours, repeated over ${setting.monthStarts.length} months.`,
    ...fleets,
    `Growth of fleets: ${cases.join(', ')}; replicas are rounded up to whole ones.`,
    isFromCatalog
      ? 'Committed prices are the catalogue’s; check them before a purchase.'
      : 'Discounts are those entered in the scenario.',
    assumed.afterHorizon === 'lost'
      ? 'What is committed for hours after the horizon counts as lost.'
      : 'Hours after the horizon are taken to be needed: what is committed for them is not counted.',
    startMonths === undefined
      ? 'Purchases may begin in any month, and on the day on which another one ends; all of them are decided now.'
      : `Purchases begin in the first ${startMonths === 1 ? 'month' : `${startMonths} months`}; all of them are decided now.`,
  ];
}

function verdictOf({ cheapest, stable, none, currency, horizon }: Omit<CommitDocument, 'verdict'>): string {
  const { purchases, savings } = cheapest;
  if (purchases.length === 0) {
    return `Buy nothing: none of the offers is expected to save anything over ${horizon.months} months (${money(none.expected.cost, currency)}).`;
  }
  const share = none.expected.chargedCost > 0 ? savings / none.expected.chargedCost : 0;
  const same = JSON.stringify(stable.purchases) === JSON.stringify(cheapest.purchases);
  const careful = same
    ? `${purchases.length === 1 ? 'It is' : 'They are'} also the choice with the least regret, however growth turns out`
    : stable.purchases.length === 0
      ? 'The choice with the least regret is to buy nothing'
      : `The choice with the least regret saves ${money(stable.savings, currency)}; however growth turns out, it costs at most ${money(stable.mostRegret, currency)} more than the best choice would have (the cheapest: ${money(cheapest.mostRegret, currency)})`;
  return (
    `${purchases.length === 1 ? 'One purchase is' : `${purchases.length} purchases are`} expected to save ${money(savings, currency)} over ${horizon.months} months, ` +
    `${percent(share)} of the cost without ${purchases.length === 1 ? 'it' : 'them'}. ${careful}.`
  );
}
