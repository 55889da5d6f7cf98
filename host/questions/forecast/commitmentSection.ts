import type { CommitmentSummary, MonthOfCash } from '../../../engine/finance/commitmentFigures.ts';
import { grouped, percent } from '../../../engine/finance/plainText.ts';
import { NO_DATA, number, type ReportSection, shareText, text } from '../../report/reportSection.ts';
import type { RunDocument } from './runDocument.ts';

/** What each commitment does in the horizon; nothing where there are none. */
export function commitmentSections({ commitments, cost }: RunDocument): readonly ReportSection[] {
  if (commitments === undefined) return [];
  const { currency } = cost;
  return [
    {
      title: 'Commitments',
      table: {
        columns: [
          text('Commitment'),
          text('Rule'),
          number(`${currency} committed`),
          number('unused'),
          number('Utilisation'),
          number('Break-even'),
          number(`${currency} saved`),
          number(`${currency} after the horizon`),
        ],
        rows: commitments.commitments.map((each) => ({
          cells: [
            each.id,
            each.rule,
            grouped(each.committed, 2),
            grouped(each.unused, 2),
            each.utilisation === null ? NO_DATA : shareText(each.utilisation),
            each.breakEvenUtilisation === null ? NO_DATA : shareText(each.breakEvenUtilisation),
            grouped(each.savings, 2),
            grouped(each.committedAfterHorizon, 2),
          ],
          ...(each.savings < 0 ? { tone: 'miss' as const } : {}),
        })),
      },
      notes: commitmentNotes(commitments, currency),
    },
    ...cashSections(commitments, currency),
  ];
}

/** Cost and payments by month, where they differ. */
function cashSections({ cash }: CommitmentSummary, currency: string): readonly ReportSection[] {
  if (cash.every(({ cost, paid }) => cost === paid)) return [];
  const sum = (of: (month: MonthOfCash) => number): number => cash.reduce((all, each) => all + of(each), 0);
  const row = (name: string, cost: number, paid: number) => ({
    cells: [name, grouped(cost, 2), grouped(paid, 2)],
  });
  return [
    {
      title: 'Cost and cash',
      table: {
        columns: [text('Month'), number(`${currency} of cost`), number(`${currency} paid`)],
        rows: [
          ...cash.map(({ month, cost, paid }) => row(month, cost, paid)),
          {
            ...row(
              'Total',
              sum(({ cost }) => cost),
              sum(({ paid }) => paid),
            ),
            tone: 'total' as const,
          },
        ],
      },
      notes: [
        'Cost spreads what is paid at the start of a term over its hours; paid is when the money goes. What is paid in the horizon for hours after it is in the one and not in the other; so is what was paid before it.',
      ],
    },
  ];
}

function commitmentNotes(summary: CommitmentSummary, currency: string): readonly string[] {
  const { onDemandEquivalent, coverage, effectiveSavingsRate, commitments } = summary;
  const upfront = commitments.reduce((sum, each) => sum + each.upfront, 0);
  return [
    `On demand everything would cost ${currency} ${grouped(onDemandEquivalent, 2)}; commitments cover ${coverage === null ? NO_DATA : percent(coverage)} of it, ` +
      `and the effective savings rate (1 − cost ÷ on-demand equivalent) is ${effectiveSavingsRate === null ? NO_DATA : percent(effectiveSavingsRate)}.`,
    'Costs are amortised: upfront payments are spread over the term.' +
      (upfront > 0 ? ` Of them ${currency} ${grouped(upfront, 2)} are due within the horizon.` : ''),
    'After the horizon: what is still to be paid at its end for hours that come later; it is not part of the total, and stranded if nothing needs it then.',
  ];
}
