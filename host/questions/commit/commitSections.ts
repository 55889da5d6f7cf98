import { grouped } from '../../../engine/finance/plainText.ts';
import { ruleScope } from '../../../engine/scenario/commitmentCover.ts';
import { EXIT_RULES, EXIT_RULES_READ_ON } from '../../../engine/pricing/commitments/exitRules.ts';
import type { CommitDocument, PortfolioResult } from './commitResult.ts';
import { priceNote } from '../forecast/costSections.ts';
import { amountText } from './costCurveChart.ts';
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
  return {
    title,
    table: {
      columns: [
        text('Offer'),
        text('From'),
        text('Term'),
        number('How much'),
        number(`${currency} an hour`),
        number(`${currency} in all`),
        number('at once'),
        number('Used'),
        number('Break-even'),
        number('after the horizon'),
      ],
      rows: bought.map((each) => ({
        cells: [
          each.offer,
          each.commitment.start,
          each.commitment.term,
          each.commitment.units === undefined ? 'money' : `${grouped(each.commitment.units)} units`,
          grouped(each.hourly, 3),
          grouped(each.total),
          grouped(each.upfront),
          share(each.utilisation),
          shareText(each.breakEvenUtilisation),
          grouped(each.afterHorizon),
        ],
      })),
    },
    notes:
      bought.length === 0
        ? ['Nothing.']
        : [
            `Used: expected share within the horizon; below break-even it costs more than it saves. ` +
              (upfront === 0
                ? 'Nothing is paid at once.'
                : paybackMonths === null
                  ? 'What is paid at once does not come back within the horizon.'
                  : `What is paid at once has come back after ${grouped(paybackMonths, 1)} months.`),
          ],
  };
}

function outcomes({ currency, cheapest, stable, none, excluded }: CommitDocument): ReportSection {
  const rows = [cheapest, stable, none].flatMap((portfolio) =>
    [portfolio.expected, ...(portfolio.cases.length > 1 ? portfolio.cases : [])].map((each) => ({
      cells: [
        each === portfolio.expected ? portfolio.name : `  ${each.name} growth`,
        grouped(each.cost),
        grouped(each.chargedCost - each.cost),
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
        text('Portfolio'),
        number(`${currency} in the horizon`),
        number('lost after it'),
        number('Coverage'),
        number('Utilisation'),
        number('ESR'),
      ],
      rows,
    },
    notes: [
      'Coverage: share of use at on-demand prices that commitments cover. Utilisation: share of what is committed that is used. ESR, effective savings rate: 1 − cost ÷ what on demand would cost.',
      `Not included: ${excluded.join(', ')}.`,
    ],
  };
}

function regrets({ regret, currency, riskLevel }: CommitDocument): ReportSection {
  return {
    title: 'Regret',
    table: {
      columns: [
        text(`${currency} more than the best`),
        ...regret.cases.map((name) => number(`if growth is ${name}`)),
        number('at most'),
      ],
      rows: regret.rows.map(({ name, regret: each, most }) => ({
        cells: [name, ...each.map((value) => grouped(value)), grouped(most)],
      })),
    },
    notes: [
      `“stable” has the least mean regret over the worst ${shareText(1 - riskLevel)} of cases (CVaR of regret).`,
    ],
  };
}

function ladder({ cheapest, currency }: CommitDocument): ReportSection {
  return {
    title: 'Expiry ladder of the cheapest',
    table: {
      columns: [text('At the start of'), number(`${currency} an hour held`), number(`${currency} locked in`)],
      rows: cheapest.months
        .filter(({ activeHourly }, index, all) => index === 0 || activeHourly !== all[index - 1].activeHourly)
        .map(({ month, activeHourly, lockedIn }) => ({
          cells: [month, grouped(activeHourly, 3), grouped(lockedIn)],
        })),
    },
    notes: ['Locked in: still to be paid or used up, the most that can be stranded at that date.'],
  };
}

function alone({ curves, currency, assumptions }: CommitDocument): ReportSection {
  return {
    title: 'Each offer by itself, bought at the start',
    table: {
      columns: [
        text('Offer'),
        number('Best amount'),
        number('Safe from'),
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
      'Found by pricing what each hour would have wanted; safe amounts cost at most 1% more than the best. Amounts are units, or money an hour.',
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
  none: 'as it goes',
  partial: 'half at the start',
  all: 'all at the start',
};
