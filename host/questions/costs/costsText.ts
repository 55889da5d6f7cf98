import picocolors from 'picocolors';
import { grouped, percent } from '../../../engine/finance/plainText.ts';
import type { ExactAmounts } from '../../../engine/finance/exactAmounts.ts';
import type { FocusBill, FocusSums } from '../../../engine/pricing/focus/focusSummary.ts';
import type { CostsDocument } from './costsDocument.ts';
import { NO_DATA, number, type ReportSection, text } from '../../report/reportSection.ts';
import { sectionText } from '../../report/sectionText.ts';
import { type TextOptions, wrapped } from '../../report/terminalText.ts';
import { visible } from '../../terminal/visible.ts';

/** Longer lists end with how much is not shown. */
const MOST_ROWS = 15;

/** What a cost file says, for a terminal or a pipe. */
export function costsText(document: CostsDocument, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const { file, rows, from, until, leftOut, moreLeftOut = 0, notes, violations, bills } = document;
  const out = leftOut.length + moreLeftOut;
  const day = (instant: string | null): string => instant?.slice(0, 10) ?? NO_DATA;
  const head = [
    colours.bold(`${visible(file)}: ${grouped(rows)} rows, ${day(from)} to ${day(until)} (UTC)`),
    ...[
      ...(bills.length > 1 ? ['Several currencies: they are not added up.'] : []),
      ...notes,
      ...(leftOut.length === 0 ? [] : [`${out} ${out === 1 ? 'row was' : 'rows were'} left out:`]),
    ].map((note) => wrapped(note, options)),
    ...listed(leftOut, out),
    ...(violations === null
      ? []
      : [
          `${violations.rows} of ${grouped(rows)} rows break a rule of FOCUS 1.2${violations.rows === 0 ? '.' : ':'}`,
          ...listed(violations.first, violations.rows),
        ]),
  ].join('\n');
  const sections = bills
    .flatMap((bill) => billSections(bill, document.exactAmounts ?? {}))
    .map((section) => sectionText(section, colours, options));
  return `${[head, ...sections].join('\n\n')}\n`;
}

function listed(rows: CostsDocument['leftOut'], count: number): readonly string[] {
  return [
    ...rows.slice(0, MOST_ROWS).map(({ line, reason }) => `  line ${line}: ${visible(reason)}`),
    ...(count > MOST_ROWS ? [`  and ${count - MOST_ROWS} more`] : []),
  ];
}

function billSections(bill: FocusBill, exact: ExactAmounts): readonly ReportSection[] {
  const { currency, savings } = bill;
  const path = `bills.${currency}`;
  const amount = (name: string, figure: number): string => amountText(exact, `${path}.${name}`, figure);
  const share = (value: number | null): string => (value === null ? NO_DATA : percent(value));
  const missing = [
    ...(bill.withoutListCost > 0 ? [`${grouped(bill.withoutListCost)} usage rows have no list cost`] : []),
    ...(bill.withoutContractedCost > 0
      ? [`${grouped(bill.withoutContractedCost)} have no contracted cost`]
      : []),
  ];
  return [
    {
      ...sumsSection(`Costs in ${currency}, by month`, 'Month', bill.months, `${path}.months`, exact),
      notes: [
        `In all ${currency} ${amount('billed', bill.billed)} billed (cash) and ${amount('effective', bill.effective)} effective (amortised).`,
        `Saved on usage: ${currency} ${amount('savings.negotiated', savings.negotiated)} by negotiated prices (list − contracted), ${amount('savings.commitment', savings.commitment)} by commitments (contracted − effective)${savings.spot === undefined ? '' : `, ${amount('savings.spot', savings.spot)} by spot (list − effective; of no part in coverage and savings rate)`}.`,
        `Coverage ${share(bill.coverage)}, utilisation ${share(bill.utilisation)}, effective savings rate ${share(bill.effectiveSavingsRate)}.`,
        ...(missing.length === 0
          ? []
          : [`${missing.join(', ')}: they count as 0 there, so savings are too low.`]),
      ],
    },
    sumsSection(`By service, ${currency}`, 'Service', bill.services, `${path}.services`, exact),
    sumsSection(`By sub account, ${currency}`, 'Sub account', bill.subAccounts, `${path}.subAccounts`, exact),
    ...(bill.commitments.length === 0 ? [] : [commitmentsSection(bill, `${path}.commitments`, exact)]),
  ];
}

function sumsSection(
  title: string,
  what: string,
  sums: readonly FocusSums[],
  path: string,
  exact: ExactAmounts,
): ReportSection {
  const shown = sums.length > MOST_ROWS + 1 ? sums.slice(0, MOST_ROWS) : sums;
  return {
    title,
    table: {
      columns: [
        text(what),
        number('Rows'),
        number('Billed'),
        number('Effective'),
        number('Contracted'),
        number('List'),
      ],
      rows: shown.map((row) => ({
        cells: [
          row.name,
          grouped(row.rows),
          ...(['billed', 'effective', 'contracted', 'list'] as const).map((each) =>
            amountText(exact, `${path}.${row.name}.${each}`, row[each]),
          ),
        ],
      })),
    },
    notes: shown.length < sums.length ? [`And ${sums.length - shown.length} smaller ones.`] : [],
  };
}

function commitmentsSection(
  { commitments, currency }: FocusBill,
  path: string,
  exact: ExactAmounts,
): ReportSection {
  return {
    title: `Commitments, ${currency}`,
    table: {
      columns: [
        text('Commitment'),
        number('Used'),
        number('Unused'),
        number('Utilisation'),
        number('Purchased'),
      ],
      rows: commitments.map(({ id, used, unused, utilisation, purchased }) => ({
        cells: [
          id,
          amountText(exact, `${path}.${id}.used`, used),
          amountText(exact, `${path}.${id}.unused`, unused),
          utilisation === null ? NO_DATA : percent(utilisation),
          amountText(exact, `${path}.${id}.purchased`, purchased),
        ],
      })),
    },
    notes: [],
  };
}

function amountText(exact: ExactAmounts, path: string, figure: number): string {
  return grouped(exact[path] ?? figure, 2);
}
