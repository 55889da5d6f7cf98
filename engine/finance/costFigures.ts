import { type Ledger, ledgerTotal, sumMicros } from '../pricing/ledger.ts';
import { fromMicros } from '../pricing/money.ts';
import type { SimulationSpec } from '../scenario/spec.ts';

/**
 * Money of the document's currency, whole micro-units. `idle` is part of `total` and of no
 * tenant: total = idle + tenants. What nobody used of commitments is part of `idle`. Where a pool has no price everything that would need it is null.
 */
export interface CostFigures {
  readonly currency: string;
  readonly total: number | null;
  readonly idle: number | null;
  /** The part of `idle` that is commitments paid for and not used; 0 without commitments. */
  readonly unusedCommitment: number;
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byPool: Readonly<Record<string, number | null>>;
  readonly idleByPool: Readonly<Record<string, number | null>>;
  readonly byTenant: Readonly<Record<string, number>>;
  readonly byWorkload: Readonly<Record<string, number>>;
}

/** Adds the ledger up by category, pool, tenant and workload. Throws `RangeError` beyond 9.007 billion. */
export function costFigures(spec: SimulationSpec, ledger: Ledger, currency: string): CostFigures {
  const isComplete = ledger.unpricedPools.length === 0;
  const byCategory = new Map<string, number>();
  const byPool = new Map<string, number>();
  const idleByPool = new Map<string, number>();
  const byTenant = new Map<string, number>();
  const byWorkload = new Map<string, number>();
  let idle = 0;
  let unusedCommitment = 0;
  for (const { poolId, category, amountMicros, idleMicros, accounts, accountMicros } of ledger.series) {
    add(byCategory, category, sumMicros(amountMicros));
    add(byPool, poolId, sumMicros(amountMicros));
    add(idleByPool, poolId, sumMicros(idleMicros));
    idle += sumMicros(idleMicros);
    if (category === 'unused commitment') unusedCommitment += sumMicros(amountMicros);
    accounts.forEach((account, i) => {
      const micros = sumMicros(accountMicros[i]);
      add(byTenant, spec.accounts[account].tenant, micros);
      add(byWorkload, spec.workloads[spec.accounts[account].workload].id, micros);
    });
  }
  const total = ledgerTotal(ledger);
  const withUnpriced = (map: Map<string, number>): Record<string, number | null> =>
    fromEntries(spec.pools.map(({ id }) => [id, map.has(id) ? fromMicros(map.get(id) as number) : null]));
  return {
    currency,
    total: total === undefined ? null : fromMicros(total),
    idle: isComplete ? fromMicros(idle) : null,
    unusedCommitment: fromMicros(unusedCommitment),
    byCategory: money(byCategory),
    byPool: withUnpriced(byPool),
    idleByPool: withUnpriced(idleByPool),
    byTenant: money(byTenant),
    byWorkload: money(byWorkload),
  };
}

function add(map: Map<string, number>, key: string, micros: number): void {
  map.set(key, (map.get(key) ?? 0) + micros);
}

function money(map: Map<string, number>): Record<string, number> {
  return fromEntries([...map].map(([key, micros]) => [key, fromMicros(micros)]));
}

/** `Object.fromEntries` would lose a tenant called `__proto__`; this keeps it as an own key. */
function fromEntries<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const [key, value] of entries)
    Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  return out;
}
