import { type Ledger, ledgerTotal } from '../pricing/ledger.ts';
import { sumMicros } from '../pricing/microsColumn.ts';
import { type Micros, plusMicros } from '../pricing/money.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import type { TellAmount } from './exactAmounts.ts';

/**
 * Money of the document's currency: whole micro-units up to 2^33 of it, the nearest float64 beyond (`exactAmounts` has the
 * decimals). `idle` is part of `total` and of no tenant: total = idle + tenants. What nobody used of commitments is part of
 * `idle`. Where a pool has no price everything that would need it is null.
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

/** Adds the ledger up by category, pool, tenant and workload. */
export function costFigures(
  spec: SimulationSpec,
  ledger: Ledger,
  currency: string,
  tell: TellAmount,
): CostFigures {
  const isComplete = ledger.unpricedPools.length === 0;
  const byCategory = new Map<string, Micros>();
  const byPool = new Map<string, Micros>();
  const idleByPool = new Map<string, Micros>();
  const byTenant = new Map<string, Micros>();
  const byWorkload = new Map<string, Micros>();
  let idle: Micros = 0;
  let unusedCommitment: Micros = 0;
  for (const { poolId, category, amountMicros, idleMicros, accounts, accountMicros } of ledger.series) {
    const amount = sumMicros(amountMicros);
    const idleAmount = sumMicros(idleMicros);
    add(byCategory, category, amount);
    add(byPool, poolId, amount);
    add(idleByPool, poolId, idleAmount);
    idle = plusMicros(idle, idleAmount);
    if (category === 'unused commitment') unusedCommitment = plusMicros(unusedCommitment, amount);
    accounts.forEach((account, i) => {
      const micros = sumMicros(accountMicros[i]);
      add(byTenant, spec.accounts[account].tenant, micros);
      add(byWorkload, spec.workloads[spec.accounts[account].workload].id, micros);
    });
  }
  // The same amounts stand in the rows of the workloads.
  for (const [id, micros] of byWorkload) tell(`workloads.${id}.cost`, micros);
  const total = ledgerTotal(ledger);
  const told = (name: string, map: Map<string, Micros>): Record<string, number> =>
    fromEntries([...map].map(([key, micros]) => [key, tell(`cost.${name}.${key}`, micros)]));
  const withUnpriced = (name: string, map: Map<string, Micros>): Record<string, number | null> =>
    fromEntries(
      spec.pools.map(({ id }) => {
        const micros = map.get(id);
        return [id, micros === undefined ? null : tell(`cost.${name}.${id}`, micros)];
      }),
    );
  return {
    currency,
    total: total === undefined ? null : tell('cost.total', total),
    idle: isComplete ? tell('cost.idle', idle) : null,
    unusedCommitment: tell('cost.unusedCommitment', unusedCommitment),
    byCategory: told('byCategory', byCategory),
    byPool: withUnpriced('byPool', byPool),
    idleByPool: withUnpriced('idleByPool', idleByPool),
    byTenant: told('byTenant', byTenant),
    byWorkload: told('byWorkload', byWorkload),
  };
}

function add(map: Map<string, Micros>, key: string, micros: Micros): void {
  map.set(key, plusMicros(map.get(key) ?? 0, micros));
}

/** `Object.fromEntries` would lose a tenant called `__proto__`; this keeps it as an own key. */
function fromEntries<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const [key, value] of entries)
    Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  return out;
}
