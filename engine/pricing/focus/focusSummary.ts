import { amountNumber, amountText, isRounded } from './focusValues.ts';

/** What of a row is added up. Amounts in units of 10⁻¹²; undefined where the row does not say. */
export interface FocusCharge {
  readonly currency: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly billed: bigint | undefined;
  readonly effective: bigint | undefined;
  readonly list: bigint | undefined;
  readonly contracted: bigint | undefined;
  readonly category: string;
  readonly provider: string;
  readonly service: string;
  readonly subAccount: string;
  readonly pricing: string | undefined;
  readonly commitment: string | undefined;
  readonly status: string | undefined;
}

/** Sums of some rows, money; list and contracted cost without purchases of commitments, whose usage has them. */
export interface FocusSums {
  readonly name: string;
  readonly rows: number;
  readonly billed: number;
  readonly effective: number;
  readonly list: number;
  readonly contracted: number;
}

/** A commitment as its rows have it: what was used of it, what was not, what was paid for it. */
export interface FocusCommitment {
  readonly id: string;
  readonly used: number;
  readonly unused: number;
  readonly purchased: number;
  /** used ÷ (used + unused); null without either. */
  readonly utilisation: number | null;
}

/** What is billed in one currency. Two are never added up. */
export interface FocusBill extends Omit<FocusSums, 'name'> {
  readonly currency: string;
  readonly months: readonly FocusSums[];
  readonly providers: readonly FocusSums[];
  readonly services: readonly FocusSums[];
  readonly subAccounts: readonly FocusSums[];
  readonly commitments: readonly FocusCommitment[];
  /**
   * Of usage rows: list − contracted, contracted − effective, and both; list − effective of spot (`Dynamic`), where there is some, by
   * itself, and in the total.
   */
  readonly savings: {
    readonly negotiated: number;
    readonly commitment: number;
    readonly spot?: number;
    readonly total: number;
  };
  /** Contracted cost of what commitments covered ÷ that of what was used, but for spot, which none covers; null without use. */
  readonly coverage: number | null;
  readonly utilisation: number | null;
  /** 1 − effective ÷ contracted cost of the same; null without use. */
  readonly effectiveSavingsRate: number | null;
  /** Usage rows without a price of a kind: they count as 0 there. */
  readonly withoutListCost: number;
  readonly withoutContractedCost: number;
}

export interface FocusSummary {
  readonly rows: number;
  /**
   * Decimals of the sums beyond what a float64 counts to the millionth, by path: `bills.KRW.months.2026-01.billed`. Absent
   * without such.
   */
  readonly exactAmounts?: Readonly<Record<string, string>>;
  /** ISO instants; null without rows. */
  readonly from: string | null;
  readonly until: string | null;
  /** The largest first. */
  readonly bills: readonly FocusBill[];
}

interface Sums {
  rows: number;
  billed: bigint;
  effective: bigint;
  list: bigint;
  contracted: bigint;
}

interface Bill {
  readonly all: Sums;
  readonly groups: Readonly<Record<'months' | 'providers' | 'services' | 'subAccounts', Map<string, Sums>>>;
  readonly commitments: Map<string, { used: bigint; unused: bigint; purchased: bigint }>;
  /** Of usage but for spot; what commitments promised and nobody used is a cost, but no use. */
  readonly usage: Sums;
  readonly spot: Sums;
  /** Contracted cost of what was used, and of that what commitments covered. */
  eligible: bigint;
  covered: bigint;
  withoutListCost: number;
  withoutContractedCost: number;
}

/** Gives a sum as the figure at `path`. */
type Tell = (path: string, amount: bigint) => number;

const nothing = (): Sums => ({ rows: 0, billed: 0n, effective: 0n, list: 0n, contracted: 0n });

/**
 * Adds rows of a cost file up, exactly, currency by currency. Coverage, utilisation and effective savings rate as the FinOps
 * Foundation defines them (“How to calculate Effective Savings Rate”), on contracted cost.
 */
export function createFocusSummary(): { add(charge: FocusCharge): void; summary(): FocusSummary } {
  const bills = new Map<string, Bill>();
  let rows = 0;
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  return {
    add: (charge) => {
      rows++;
      from = Math.min(from, charge.start);
      until = Math.max(until, charge.end);
      addTo(found(bills, charge.currency, newBill), charge);
    },
    summary: () => {
      const exactAmounts: Record<string, string> = {};
      const tell: Tell = (path, amount) => {
        if (isRounded(amount)) exactAmounts[path] = amountText(amount);
        return amountNumber(amount);
      };
      return {
        rows,
        from: rows === 0 ? null : new Date(from).toISOString(),
        until: rows === 0 ? null : new Date(until).toISOString(),
        bills: [...bills]
          .map(([currency, bill]) => billOf(currency, bill, tell))
          .sort((a, b) => b.effective - a.effective),
        ...(Object.keys(exactAmounts).length === 0 ? {} : { exactAmounts }),
      };
    },
  };
}

function newBill(): Bill {
  return {
    all: nothing(),
    groups: { months: new Map(), providers: new Map(), services: new Map(), subAccounts: new Map() },
    commitments: new Map(),
    usage: nothing(),
    spot: nothing(),
    eligible: 0n,
    covered: 0n,
    withoutListCost: 0,
    withoutContractedCost: 0,
  };
}

function addTo(bill: Bill, charge: FocusCharge): void {
  const { billed = 0n, effective = 0n, list = 0n, contracted = 0n, category, status, commitment } = charge;
  // A commitment's usage rows have its list and contracted cost: those of its purchase would count them twice.
  const isCommitmentBought = category === 'Purchase' && commitment !== undefined;
  const amounts = isCommitmentBought
    ? { billed, effective, list: 0n, contracted: 0n }
    : { billed, effective, list, contracted };
  const { groups } = bill;
  addSums(bill.all, amounts);
  addSums(found(groups.months, new Date(charge.start).toISOString().slice(0, 7), nothing), amounts);
  addSums(found(groups.providers, charge.provider, nothing), amounts);
  addSums(found(groups.services, charge.service, nothing), amounts);
  addSums(found(groups.subAccounts, charge.subAccount, nothing), amounts);
  if (category === 'Usage') {
    const isUnused = status === 'Unused';
    // What nobody used has no list price to save on: all of it is lost.
    const isSpot = charge.pricing === 'Dynamic';
    addSums(isSpot ? bill.spot : bill.usage, isUnused ? { ...amounts, list: 0n, contracted: 0n } : amounts);
    if (!isUnused && !isSpot) {
      bill.eligible += contracted;
      if (status === 'Used' || charge.pricing === 'Committed') bill.covered += contracted;
    }
    if (charge.list === undefined) bill.withoutListCost++;
    if (charge.contracted === undefined) bill.withoutContractedCost++;
  }
  if (commitment === undefined) return;
  const of = found(bill.commitments, commitment, () => ({ used: 0n, unused: 0n, purchased: 0n }));
  if (category === 'Purchase') of.purchased += billed;
  else if (status === 'Unused') of.unused += effective;
  else of.used += effective;
}

function billOf(currency: string, bill: Bill, tell: Tell): FocusBill {
  const path = `bills.${currency}`;
  const { usage, spot, eligible, covered, groups } = bill;
  const onSpot = spot.list - spot.effective;
  const commitments = [...bill.commitments].map(([id, { used, unused, purchased }]) => ({
    id,
    used: tell(`${path}.commitments.${id}.used`, used),
    unused: tell(`${path}.commitments.${id}.unused`, unused),
    purchased: tell(`${path}.commitments.${id}.purchased`, purchased),
    utilisation: ratio(used, used + unused),
  }));
  const used = sumOf(bill.commitments, (each) => each.used);
  const unused = sumOf(bill.commitments, (each) => each.unused);
  const { name: _name, ...all } = sumsOf('', bill.all, path, tell);
  const rate = ratio(usage.effective, eligible);
  return {
    currency,
    ...all,
    months: [...groups.months]
      .map(([name, sums]) => sumsOf(name, sums, `${path}.months.${name}`, tell))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    providers: largestFirst(groups.providers, `${path}.providers`, tell),
    services: largestFirst(groups.services, `${path}.services`, tell),
    subAccounts: largestFirst(groups.subAccounts, `${path}.subAccounts`, tell),
    commitments: commitments.sort((a, b) => b.used + b.unused - a.used - a.unused),
    savings: {
      negotiated: tell(`${path}.savings.negotiated`, usage.list - usage.contracted),
      commitment: tell(`${path}.savings.commitment`, usage.contracted - usage.effective),
      ...(spot.rows > 0 && { spot: tell(`${path}.savings.spot`, onSpot) }),
      total: tell(`${path}.savings.total`, usage.list - usage.effective + onSpot),
    },
    coverage: ratio(covered, eligible),
    utilisation: ratio(used, used + unused),
    effectiveSavingsRate: rate === null ? null : 1 - rate,
    withoutListCost: bill.withoutListCost,
    withoutContractedCost: bill.withoutContractedCost,
  };
}

function addSums(sums: Sums, { billed, effective, list, contracted }: Omit<Sums, 'rows'>): void {
  sums.rows++;
  sums.billed += billed;
  sums.effective += effective;
  sums.list += list;
  sums.contracted += contracted;
}

function sumsOf(
  name: string,
  { rows, billed, effective, list, contracted }: Sums,
  path: string,
  tell: Tell,
): FocusSums {
  return {
    name,
    rows,
    billed: tell(`${path}.billed`, billed),
    effective: tell(`${path}.effective`, effective),
    list: tell(`${path}.list`, list),
    contracted: tell(`${path}.contracted`, contracted),
  };
}

function largestFirst(groups: ReadonlyMap<string, Sums>, path: string, tell: Tell): readonly FocusSums[] {
  return [...groups]
    .map(([name, sums]) => sumsOf(name, sums, `${path}.${name}`, tell))
    .sort((a, b) => b.effective - a.effective || (a.name < b.name ? -1 : 1));
}

function sumOf<T>(items: ReadonlyMap<string, T>, of: (item: T) => bigint): bigint {
  return [...items.values()].reduce((sum, item) => sum + of(item), 0n);
}

function ratio(part: bigint, whole: bigint): number | null {
  return whole > 0n ? Number(part) / Number(whole) : null;
}

function found<T>(items: Map<string, T>, name: string, make: () => T): T {
  const known = items.get(name) ?? make();
  items.set(name, known);
  return known;
}
