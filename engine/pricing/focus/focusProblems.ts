import { FOCUS_COLUMNS, type FocusColumn, type FocusColumnRule } from './focusColumns.ts';

/** Something about a row that the rules of FOCUS 1.2 do not allow. */
export interface FocusProblem {
  readonly column: FocusColumn;
  readonly message: string;
}

type Cells = Readonly<Partial<Record<FocusColumn, string | number | null>>>;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** Of more digits than a number holds. */
const DECIMAL = /^-?\d+(\.\d+)?$/;
const CURRENCY = /^[A-Z]{3}$/;
const CURRENCY_COLUMNS: readonly string[] = ['BillingCurrency', 'PricingCurrency'];
/** Of list price × quantity against list cost, which is whole micro-units of several hours. */
const COST_SLACK = 1e-4;

/**
 * What is wrong with a row by FOCUS 1.2: column by column (there, empty or not, type, format, allowed words), then between
 * columns: periods in order, commitments' rows as the appendix on commitment discounts has them, reservations' with a status, list cost = price × quantity.
 */
export function focusProblems(row: Cells): readonly FocusProblem[] {
  const single = Object.entries(FOCUS_COLUMNS).flatMap(([column, rule]) => {
    const message = cellProblem(column, row[column as FocusColumn], rule);
    return message === undefined ? [] : [{ column: column as FocusColumn, message }];
  });
  return single.length > 0 ? single : rowProblems(row);
}

function cellProblem(
  column: string,
  cell: string | number | null | undefined,
  { type, level, isNullable, allowed }: FocusColumnRule,
): string | undefined {
  if (cell === undefined) return level === 'Mandatory' ? 'is mandatory and missing' : undefined;
  if (cell === null) return isNullable ? undefined : 'must not be null';
  if (cell === '') return 'must be null where there is nothing, not empty';
  if (type === 'Decimal') {
    const isDecimal = typeof cell === 'number' ? Number.isFinite(cell) : DECIMAL.test(cell);
    return isDecimal ? undefined : `must be a number, not “${cell}”`;
  }
  const written = String(cell);
  if (type === 'Date/Time' && !(INSTANT.test(written) && Number.isFinite(Date.parse(written)))) {
    return `must be an instant such as 2026-01-31T00:00:00Z, not “${written}”`;
  }
  if (type === 'JSON' && !isObjectText(written)) return `must be a JSON object, not “${written}”`;
  if (allowed !== undefined && !allowed.includes(written)) {
    return `must be one of ${allowed.join(', ')}, not “${written}”`;
  }
  if (CURRENCY_COLUMNS.includes(column) && !CURRENCY.test(written)) {
    return `must be a currency of ISO 4217 such as USD, not “${written}”`;
  }
  return undefined;
}

function rowProblems(row: Cells): readonly FocusProblem[] {
  const found: FocusProblem[] = [];
  const must = (holds: boolean, column: FocusColumn, message: string): void => {
    if (!holds) found.push({ column, message });
  };
  must(
    String(row.ChargePeriodStart) < String(row.ChargePeriodEnd),
    'ChargePeriodEnd',
    'must come after its start',
  );
  must(
    String(row.BillingPeriodStart) < String(row.BillingPeriodEnd),
    'BillingPeriodEnd',
    'must come after its start',
  );
  const isPurchase = row.ChargeCategory === 'Purchase';
  const isOfCommitment = (row.CommitmentDiscountId ?? null) !== null;
  if (isPurchase && isOfCommitment) {
    must(row.EffectiveCost === 0, 'EffectiveCost', 'must be 0 where a purchase covers charges to come');
    must(row.PricingCategory !== 'Committed', 'PricingCategory', 'must not be Committed on a purchase');
  }
  if (row.CommitmentDiscountStatus === 'Unused') {
    must((row.ConsumedQuantity ?? null) === null, 'ConsumedQuantity', 'must be null where nothing was used');
  }
  if ((row.CommitmentDiscountStatus ?? null) !== null) {
    must(isOfCommitment, 'CommitmentDiscountId', 'must be there beside a status');
    must(row.ChargeCategory === 'Usage', 'ChargeCategory', 'must be Usage beside a commitment’s status');
  }
  const isOfReservation = (row.CapacityReservationId ?? null) !== null;
  if ((row.CapacityReservationStatus ?? null) !== null)
    must(isOfReservation, 'CapacityReservationId', 'must be there beside a status');
  else if (row.ChargeCategory === 'Usage')
    must(!isOfReservation, 'CapacityReservationStatus', 'must be there on usage of a reservation');
  const [price, quantity, cost] = [row.ListUnitPrice, row.PricingQuantity, row.ListCost].map(Number);
  if (row.ListUnitPrice != null && row.PricingQuantity != null) {
    const isEqual = Math.abs(price * quantity - cost) <= COST_SLACK + 1e-6 * Math.abs(cost);
    must(isEqual, 'ListCost', `must be ListUnitPrice × PricingQuantity, ${price * quantity}, not ${cost}`);
  }
  return found;
}

function isObjectText(written: string): boolean {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
