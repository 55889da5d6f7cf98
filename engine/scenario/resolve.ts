import type { InspectedTrace } from './inspectedTrace.ts';
import { resolveArrivals } from './resolveArrivals.ts';
import { resolveLength } from './resolveLength.ts';
import type { ScenarioDocument, WorkloadDocument } from './schema.ts';
import { keptClockZero } from './traceClock.ts';
import type {
  AccountSpec,
  FidelitySpec,
  PoolSpec,
  SimulationSpec,
  StepTimeSpec,
  WorkloadSpec,
} from './spec.ts';

/** What the catalogue and the memory plan say of a pool. */
export interface ResolvedPoolPhysics {
  readonly stepTime: StepTimeSpec;
  readonly kvBlocks: number;
  readonly maxContextTokens?: number;
}

export interface ResolveInputs {
  /** In the document's order. */
  readonly pools: readonly ResolvedPoolPhysics[];
  /** By workload id. */
  readonly traces: ReadonlyMap<string, InspectedTrace>;
}

const HOUR = 3600;

/** The document made ready to simulate. Throws RangeError for inputs that are not the document's. */
export function resolveScenario(document: ScenarioDocument, inputs: ResolveInputs): SimulationSpec {
  const startEpochSeconds = document.horizon.start;
  const accounts: AccountSpec[] = [];
  const workloads = document.workloads.map((workload, index): WorkloadSpec => {
    const accountOfTenant = openAccounts(accounts, workload, index, inputs.traces.get(workload.id));
    const { promptTokens, outputTokens, slo } = workload;
    return {
      id: workload.id,
      pool: document.pools.findIndex(({ id }) => id === workload.target),
      arrivals: resolveArrivals(
        workload.arrivals,
        startEpochSeconds,
        accountOfTenant,
        inputs.traces.get(workload.id),
      ),
      ...(promptTokens === undefined ? {} : { promptTokens: resolveLength(promptTokens) }),
      ...(outputTokens === undefined ? {} : { outputTokens: resolveLength(outputTokens) }),
      ...(slo === undefined ? {} : { slo: withoutUndefined(slo) }),
    };
  });
  return {
    seed: document.seed,
    startEpochSeconds,
    hours: horizonHours(document, workloads),
    fidelity: resolveFidelity(document.fidelity),
    workloads,
    pools: document.pools.map((pool, index): PoolSpec => {
      const { stepTime, kvBlocks, maxContextTokens } = inputs.pools[index];
      const { id, replicas, gpusPerReplica, balance, batching } = pool;
      return {
        id,
        replicas,
        gpusPerReplica,
        balance,
        batching: { ...batching, kvBlocks },
        stepTime,
        ...(maxContextTokens === undefined ? {} : { maxContextTokens }),
      };
    }),
    accounts,
  };
}

/** Gives a workload an account, or one for each tenant that its trace names; returns them by tenant. */
function openAccounts(
  accounts: AccountSpec[],
  document: WorkloadDocument,
  workload: number,
  trace: InspectedTrace | undefined,
): Record<string, number> {
  const own = document.tenant ?? document.id;
  const named = trace?.summary.tenants ?? [];
  const tenants = named.length === 0 ? [''] : named;
  return Object.fromEntries(
    tenants.map((tenant) => {
      accounts.push({ workload, tenant: tenant === '' ? own : tenant });
      return [tenant, accounts.length - 1];
    }),
  );
}

function resolveFidelity(fidelity: ScenarioDocument['fidelity']): FidelitySpec {
  return fidelity.mode === 'every'
    ? { mode: 'every', daysPerMonth: 0, replications: fidelity.replications, windows: fidelity.windows }
    : {
        mode: 'sample',
        daysPerMonth: fidelity.daysPerMonth,
        replications: fidelity.replications,
        windows: 'days',
      };
}

function horizonHours({ horizon }: ScenarioDocument, workloads: readonly WorkloadSpec[]): number {
  if ('hours' in horizon) return horizon.hours;
  if ('days' in horizon) return horizon.days * 24;
  if ('months' in horizon) {
    const start = new Date(horizon.start * 1000);
    const month = start.getUTCMonth() + horizon.months;
    // A month after 31 January ends with February.
    const days = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
    const end = Date.UTC(
      start.getUTCFullYear(),
      month,
      Math.min(start.getUTCDate(), days),
      start.getUTCHours(),
    );
    return Math.round((end / 1000 - horizon.start) / HOUR);
  }
  const spans = workloads.map(({ arrivals }) => {
    if (arrivals.kind !== 'trace') return 0;
    const { firstSeconds, lastSeconds } = arrivals.summary;
    const zero = arrivals.keepClock ? keptClockZero(arrivals.summary, horizon.start) : firstSeconds;
    return (lastSeconds - zero) / arrivals.rateScale;
  });
  return Math.max(1, Math.ceil(Math.max(...spans) / HOUR));
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}
