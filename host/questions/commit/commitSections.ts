import { grouped } from '../../../engine/finance/plainText.ts';
import { ruleScope } from '../../../engine/scenario/prices/commitmentCover.ts';
import { EXIT_RULES, EXIT_RULES_READ_ON } from '../../../engine/pricing/commitments/exitRules.ts';
import type { CommitDocument, PortfolioResult } from './commitResult.ts';
import { priceNote } from '../forecast/sections/costSections.ts';
import { amountText } from './costCurveChart.ts';
import { portfolioLabel } from './portfolioLabel.ts';
import { NO_DATA, number, type ReportSection, shareText, text } from '../../report/reportSection.ts';

/** A planned purchase as tables with their notes: what to do, then the evidence. */
export function commitSections(document: CommitDocument): readonly ReportSection[] {
  return [...purchaseSections(document), ...evidenceSections(document)];
}

/** What to buy, what comes of it, and what may be regretted. */
export function purchaseSections(document: CommitDocument): readonly ReportSection[] {
  const { cheapest, stable } = document;
  const isSame = JSON.stringify(stable.purchases) === JSON.stringify(cheapest.purchases);
  return [
    purchases(document, cheapest, isSame ? 'What to buy' : 'What to buy: cheapest expected'),
    ...(isSame ? [] : [purchases(document, stable, 'What to buy: least regret')]),
    outcomes(document),
    regrets(document),
  ];
}

/** What stands behind it: what expires when, each offer by itself, and the prices. */
export function evidenceSections(document: CommitDocument): readonly ReportSection[] {
  return [ladder(document), alone(document), offered(document)];
}

const share = (value: number | null): string => (value === null ? NO_DATA : shareText(value));

function purchases({ currency }: CommitDocument, portfolio: PortfolioResult, title: string): ReportSection {
  const { paybackMonths, purchases: bought } = portfolio;
  const upfront = bought.reduce((sum, each) => sum + each.upfront, 0);
  const afterHorizon = bought.reduce((sum, each) => sum + each.afterHorizon, 0);
  return {
    title,
    table: {
      columns: [
        text('Offer'),
        text('Begins'),
        text('Term'),
        number('How much'),
        number(`${currency} an hour`),
        number(`${currency} in all`),
        // A column only where it has something to say.
        ...(upfront > 0 ? [number('at the start')] : []),
        ...(afterHorizon > 0 ? [number('after the plan')] : []),
        number('Used'),
        number('Pays off above'),
      ],
      rows: bought.map((each) => ({
        cells: [
          each.offer,
          each.commitment.start,
          each.commitment.term === '1y' ? '1 year' : '3 years',
          each.commitment.units === undefined ? 'money' : `${grouped(each.commitment.units)} units`,
          grouped(each.hourly, 3),
          grouped(each.total),
          ...(upfront > 0 ? [grouped(each.upfront)] : []),
          ...(afterHorizon > 0 ? [grouped(each.afterHorizon)] : []),
          share(each.utilisation),
          shareText(each.breakEvenUtilisation),
        ],
      })),
    },
    notes:
      bought.length === 0
        ? ['Nothing.']
        : [
            'Used: the share that is expected to be used within the plan; where it is below “pays off above”, the purchase costs more than it saves. ' +
              (upfront === 0
                ? 'Nothing is paid at the start.'
                : paybackMonths === null
                  ? 'What is paid at the start does not come back within the plan.'
                  : `What is paid at the start has come back after ${grouped(paybackMonths, 1)} months.`) +
              (afterHorizon > 0 ? ' After the plan: committed for hours that come after its end.' : ''),
          ],
  };
}

function outcomes({ currency, cheapest, stable, none, excluded, horizon }: CommitDocument): ReportSection {
  const portfolios = [cheapest, stable, none];
  const isLost = portfolios.some(({ expected }) => expected.chargedCost > expected.cost);
  const rows = portfolios.flatMap((portfolio) =>
    [portfolio.expected, ...(portfolio.cases.length > 1 ? portfolio.cases : [])].map((each) => ({
      cells: [
        each === portfolio.expected ? portfolioLabel(portfolio.name) : `  if growth is ${each.name}`,
        grouped(each.cost),
        ...(isLost ? [grouped(each.chargedCost - each.cost)] : []),
        share(each.coverage),
        share(each.utilisation),
        share(each.effectiveSavingsRate),
      ],
      ...(each === portfolio.expected ? { tone: 'total' as const } : {}),
    })),
  );
  return {
    title: 'What comes of it',
    table: {
      columns: [
        text('Choice'),
        number(`${currency} of ${horizon.months} months`),
        ...(isLost ? [number('lost after them')] : []),
        number('Coverage'),
        number('Utilisation'),
        number('Below on demand'),
      ],
      rows,
    },
    notes: [
      'Coverage: the share of use that commitments cover, by what it costs on demand. Utilisation: the share of what is committed that is used. Below on demand: how much less everything costs than without any commitment (effective savings rate).' +
        (isLost
          ? ' Lost after them: paid for hours after the plan, which count as wasted; choices are compared with it.'
          : ''),
      `Not included: ${excluded.join(', ')}.`,
    ],
  };
}

function regrets({ regret, currency, riskLevel }: CommitDocument): ReportSection {
  return {
    title: 'What may be regretted',
    table: {
      columns: [
        text('Choice'),
        ...regret.cases.map((name) => number(`${currency} if growth is ${name}`)),
        number('at most'),
      ],
      rows: regret.rows.map(({ name, regret: each, most }) => ({
        cells: [portfolioLabel(name), ...each.map((value) => grouped(value)), grouped(most)],
      })),
    },
    notes: [
      `Regret: what a choice costs more than the best of them, once it is known how growth turned out. “Least regret” is the choice whose regret is smallest on average over the worst ${shareText(1 - riskLevel)} of cases.`,
    ],
  };
}

function ladder({ cheapest, currency }: CommitDocument): ReportSection {
  return {
    title: 'Expiry ladder of the cheapest',
    table: {
      columns: [
        text('At the start of'),
        number(`${currency} an hour held`),
        number(`${currency} still owed`),
      ],
      rows: cheapest.months
        .filter(({ activeHourly, lockedIn }, index, all) => {
          const before = all[index - 1];
          // A renewal changes nothing an hour, and owes more than the month before.
          return index === 0 || activeHourly !== before.activeHourly || lockedIn > before.lockedIn;
        })
        .map(({ month, activeHourly, lockedIn }) => ({
          cells: [month, grouped(activeHourly, 3), grouped(lockedIn)],
        })),
    },
    notes: [
      'The months in which something begins or ends. Still owed: what commitments will cost from then on, used or not; the most that can be wasted.',
    ],
  };
}

function alone({ curves, held, currency, assumptions }: CommitDocument): ReportSection {
  return {
    title: 'Each offer by itself, bought at the start',
    table: {
      columns: [
        text('Offer'),
        number('Best amount'),
        number('As good from'),
        number('to'),
        number(`${currency} expected`),
      ],
      rows: curves.map(({ offer, best, safe }) => ({
        cells: [
          offer,
          amountText(best.amount),
          amountText(safe.from),
          amountText(safe.until),
          grouped(best.cost),
        ],
      })),
    },
    notes: [
      `What if only this offer were bought${held.length === 0 ? '' : ', beside what is held already'}? “As good” are amounts that cost at most 1% more than the best. Amounts are units, or money an hour.`,
      ...assumptions,
    ],
  };
}

function offered({ offers, prices }: CommitDocument): ReportSection {
  return {
    title: 'Offers and prices',
    table: {
      columns: [text('Offer'), text('Kind'), number('Discount'), text('Term'), text('Paid'), text('Covers')],
      rows: offers.map(({ id, rule, discount, term, payment, covers }) => ({
        cells: [
          id,
          ruleScope(rule).name,
          shareText(discount),
          term === '1y' ? 'one year' : 'three years',
          PAID[payment],
          covers.join(', '),
        ],
      })),
    },
    notes: [
      ...[...new Set(offers.map(({ rule }) => rule))].map(
        (rule) => `${ruleScope(rule).name}: ${EXIT_RULES[rule]}.`,
      ),
      `Ways out as the providers’ pages had them on ${EXIT_RULES_READ_ON}.`,
      ...prices.map(priceNote),
    ],
  };
}

const PAID: Readonly<Record<string, string>> = {
  none: 'monthly',
  partial: 'half at the start',
  all: 'all at the start',
};
