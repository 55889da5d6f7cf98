import { nearest } from '../../scenario/reading/nearest.ts';
import { excerpt, MOST_TOLD } from '../../scenario/reading/toldProblems.ts';
import { FOCUS_COLUMNS, type FocusColumn } from './focusColumns.ts';
import { type FocusSummary, createFocusSummary } from './focusSummary.ts';
import { cellAmount, cellInstant, cellText } from './focusValues.ts';

/** A row that was left out, and why. */
export interface LeftOutRow {
  /** Of the file, the header being 1. */
  readonly line: number;
  readonly reason: string;
}

/** Reads rows one by one. */
export interface FocusReader {
  /** Takes a row, or leaves it out and keeps why. */
  take(cells: readonly string[], line: number): void;
  /** Keeps why a row cannot be taken. */
  leaveOut(line: number, reason: string): void;
  /** The first of them. */
  readonly leftOut: readonly LeftOutRow[];
  /** How many there are beside. */
  moreLeftOut(): number;
  /** What is odd about the file as a whole. */
  readonly notes: readonly string[];
  summary(): FocusSummary;
}

/** Without one of each of these, a table is no cost file. */
const NEEDED: readonly (readonly FocusColumn[])[] = [
  ['BilledCost', 'EffectiveCost'],
  ['ChargePeriodStart', 'BillingPeriodStart'],
];
const LONGEST_REASON = 300;
const COSTS = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;

/**
 * Opens a cost file in the columns of FOCUS 1.0 to 1.4, by its header: leniently, for exporters write `NULL`, leave columns out,
 * lower-case their names and put a blank in instants. Gives the problem in words where the header is none of a cost file.
 */
export function openFocus(header: readonly string[]): FocusReader | { readonly problem: string } {
  const columns = Object.keys(FOCUS_COLUMNS) as FocusColumn[];
  const byName = new Map(columns.map((column) => [column.toLowerCase(), column]));
  const placeOf = new Map<FocusColumn, number>();
  header.forEach((name, place) => {
    const column = byName.get(
      name
        .replace(/^\uFEFF/, '')
        .trim()
        .toLowerCase(),
    );
    if (column !== undefined && !placeOf.has(column)) placeOf.set(column, place);
  });
  const missing = NEEDED.find((group) => group.every((column) => !placeOf.has(column)));
  if (missing !== undefined) {
    const near = nearest(missing[0], header);
    const hint = near === undefined ? '' : `; is its column ${near} that? Then rename it`;
    return {
      problem: `has no column ${missing.join(' or ')}, so it is no cost file in the columns of FOCUS${hint}`,
    };
  }
  const leftOut: LeftOutRow[] = [];
  let more = 0;
  const leaveOut = (line: number, reason: string): void => {
    if (leftOut.length < MOST_TOLD) leftOut.push({ line, reason: excerpt(reason, LONGEST_REASON) });
    else more++;
  };
  const totals = createFocusSummary();
  const notes = notesOf(placeOf);
  return {
    leaveOut,
    leftOut,
    moreLeftOut: () => more,
    notes,
    summary: totals.summary,
    take: (cells, line) => {
      const reason = takeRow((column) => cellText(cells[placeOf.get(column) ?? -1]), totals);
      if (reason !== undefined) leaveOut(line, reason);
    },
  };
}

function notesOf(placeOf: ReadonlyMap<FocusColumn, number>): readonly string[] {
  const missing = (Object.keys(FOCUS_COLUMNS) as FocusColumn[]).filter(
    (column) => FOCUS_COLUMNS[column].level === 'Mandatory' && !placeOf.has(column),
  );
  return missing.length === 0 ? [] : [`Mandatory columns of FOCUS that are missing: ${missing.join(', ')}.`];
}

/** Adds a row up; gives the reason where it cannot be. */
function takeRow(
  cell: (column: FocusColumn) => string | undefined,
  totals: ReturnType<typeof createFocusSummary>,
): string | undefined {
  const costs = new Map<(typeof COSTS)[number], bigint>();
  for (const column of COSTS) {
    const text = cell(column);
    if (text === undefined) continue;
    const amount = cellAmount(text);
    if (amount === undefined) return `${column} “${text}” is no number`;
    costs.set(column, amount);
  }
  if (!costs.has('BilledCost') && !costs.has('EffectiveCost'))
    return 'it has neither BilledCost nor EffectiveCost';
  const startText = cell('ChargePeriodStart') ?? cell('BillingPeriodStart');
  if (startText === undefined) return 'it has no ChargePeriodStart';
  const start = cellInstant(startText);
  if (start === undefined)
    return `ChargePeriodStart “${startText}” is no instant such as 2026-01-31T00:00:00Z`;
  const endText = cell('ChargePeriodEnd') ?? cell('BillingPeriodEnd');
  const end = endText === undefined ? start : cellInstant(endText);
  if (end === undefined) return `ChargePeriodEnd “${endText}” is no instant such as 2026-01-31T00:00:00Z`;
  if (end < start) return `its charge period ends (${endText}) before it starts (${startText})`;
  totals.add({
    currency: cell('BillingCurrency') ?? 'not named',
    start,
    end,
    billed: costs.get('BilledCost'),
    effective: costs.get('EffectiveCost'),
    list: costs.get('ListCost'),
    contracted: costs.get('ContractedCost'),
    category: cell('ChargeCategory') ?? 'Usage',
    provider: cell('ProviderName') ?? 'not named',
    service: cell('ServiceName') ?? 'not named',
    subAccount: cell('SubAccountName') ?? cell('SubAccountId') ?? 'none',
    pricing: cell('PricingCategory'),
    commitment: cell('CommitmentDiscountId'),
    status: cell('CommitmentDiscountStatus'),
  });
  return undefined;
}
