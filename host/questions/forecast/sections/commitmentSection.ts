import type {
  CommitmentFigures,
  CommitmentSummary,
  MonthOfCash,
} from '../../../../engine/finance/commitmentFigures.ts';
import { type Amount, grouped, percent } from '../../../../engine/finance/plainText.ts';
import { NO_DATA, number, type ReportSection, shareText, text } from '../../../report/reportSection.ts';
import { totalAmount } from '../../../report/amounts.ts';
import { bookedAmount, type RunDocument } from '../runDocument.ts';

/** What each commitment does in the horizon; nothing where there are none. */
export function commitmentSections(run: RunDocument): readonly ReportSection[] {
  const { commitments, cost } = run;
  if (commitments === undefined) return [];
  const { currency } = cost;
  const booked = (each: CommitmentFigures, name: 'committed' | 'unused' | 'committedAfterHorizon'): string =>
    grouped(bookedAmount(run, `commitments.commitments.${each.id}.${name}`, each[name]), 2);
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
            booked(each, 'committed'),
            booked(each, 'unused'),
            each.utilisation === null ? NO_DATA : shareText(each.utilisation),
            each.breakEvenUtilisation === null ? NO_DATA : shareText(each.breakEvenUtilisation),
            grouped(each.savings, 2),
            booked(each, 'committedAfterHorizon'),
          ],
          ...(each.savings < 0 ? { tone: 'miss' as const } : {}),
        })),
      },
      notes: commitmentNotes(run, commitments, currency),
    },
    ...cashSections(run, commitments),
  ];
}

/** Cost and payments by month, where they differ. */
function cashSections(run: RunDocument, { cash }: CommitmentSummary): readonly ReportSection[] {
  const { currency } = run.cost;
  if (cash.every(({ cost, paid }) => cost === paid)) return [];
  const booked = (each: MonthOfCash, name: 'cost' | 'paid'): Amount =>
    bookedAmount(run, `commitments.cash.${each.month}.${name}`, each[name]);
  const row = (label: string, months: readonly MonthOfCash[]) => ({
    cells: [
      label,
      ...(['cost', 'paid'] as const).map((name) =>
        grouped(totalAmount(months.map((each) => booked(each, name))), 2),
      ),
    ],
  });
  return [
    {
      title: 'Cost and cash',
      table: {
        columns: [text('Month'), number(`${currency} of cost`), number(`${currency} paid`)],
        rows: [
          ...cash.map((each) => row(each.month, [each])),
          { ...row('Total', cash), tone: 'total' as const },
        ],
      },
      notes: [
        'Cost spreads what is paid at the start of a term over its hours; paid is when the money goes. What is paid in the horizon for hours after it is in the one and not in the other; so is what was paid before it.',
      ],
    },
  ];
}

function commitmentNotes(run: RunDocument, summary: CommitmentSummary, currency: string): readonly string[] {
  const { onDemandEquivalent, coverage, effectiveSavingsRate, commitments } = summary;
  const upfront = totalAmount(
    commitments.map((each) => bookedAmount(run, `commitments.commitments.${each.id}.upfront`, each.upfront)),
  );
  return [
    `On demand everything${neverCovered(run)} would cost ${currency} ${grouped(onDemandEquivalent, 2)}; commitments cover ${coverage === null ? NO_DATA : percent(coverage)} of it, ` +
      `and the effective savings rate (1 − cost ÷ on-demand equivalent) is ${effectiveSavingsRate === null ? NO_DATA : percent(effectiveSavingsRate)}.`,
    'Costs are amortised: upfront payments are spread over the term.' +
      (Number(upfront) > 0 ? ` Of them ${currency} ${grouped(upfront, 2)} are due within the horizon.` : ''),
    'After the horizon: what is still to be paid at its end for hours that come later; it is not part of the total, and stranded if nothing needs it then.',
  ];
}

/** What commitments never cover, as far as there is some. */
function neverCovered({ spot, pools }: RunDocument): string {
  const isReserved = pools.some(({ reserved }) => reserved !== undefined && reserved.cost !== null);
  const parts = [
    ...(spot === undefined ? [] : ['spot']),
    ...(isReserved ? ['what is reserved at prices of its own'] : []),
  ];
  return parts.length === 0 ? '' : ` but ${parts.join(' and ')}, which they never cover,`;
}
