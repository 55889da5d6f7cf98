import { writtenHours } from './horizonHours.ts';
import type { InspectedTrace } from './arrivals/inspectedTrace.ts';
import { secondsUntil } from './arrivals/batchLevel.ts';
import { resolveArrivals } from './arrivals/resolveArrivals.ts';
import { resolveLength } from './lengths/resolveLength.ts';
import { resolveJob, type UnitPrices } from './jobs/resolveJobs.ts';
import { resolveLiving } from './living/resolveLiving.ts';
import { type ResolvedPoolPhysics, resolvePool } from './resolvePool.ts';
import type { ArrivalDocument, ScenarioDocument, WorkloadDocument } from './schema.ts';
import { keptClockZero } from './arrivals/traceClock.ts';
import type { AccountSpec, FidelitySpec, SimulationSpec, SloSpec, WorkloadSpec } from './spec.ts';

export interface ResolveInputs {
  /** In the document's order. */
  readonly pools: readonly ResolvedPoolPhysics[];
  /** By workload id. */
  readonly traces: ReadonlyMap<string, InspectedTrace>;
  /** Of a pool (its place), over so many hours; asked for where a job has a cap. */
  readonly unitPrices?: (pool: number, hours: number) => UnitPrices | undefined;
}

const HOUR = 3600;

/** The document made ready to simulate. Throws RangeError for inputs that are not the document's. */
export function resolveScenario(document: ScenarioDocument, inputs: ResolveInputs): SimulationSpec {
  const startEpochSeconds = document.horizon.start;
  const accounts: AccountSpec[] = [];
  const workloads = document.workloads.map((workload, index): WorkloadSpec => {
    const accountOfTenant = openAccounts(accounts, workload, index, inputs.traces.get(workload.id));
    const { slo, retry } = workload;
    const pool = document.pools.findIndex(({ id }) => id === workload.target);
    const isEncoded = inputs.pools[pool]?.isEncoder === true;
    const lengths = resolveLengths(workload, isEncoded);
    return {
      id: workload.id,
      pool,
      arrivals: resolveArrivals(
        workload.arrivals,
        startEpochSeconds,
        accountOfTenant,
        inputs.traces.get(workload.id),
        lengths,
      ),
      ...lengths,
      ...(slo === undefined ? {} : { slo: resolveSlo(slo, workload.arrivals, isEncoded) }),
      ...(retry && { retry: { times: retry.times, backoffSeconds: retry.backoff, factor: retry.factor } }),
    };
  });
  const hours = horizonHours(document, workloads);
  const jobs = (document.jobs ?? []).map((job, index): WorkloadSpec => {
    accounts.push({ workload: workloads.length + index, tenant: job.tenant ?? job.id });
    const pool = document.pools.findIndex(({ id }) => id === job.target);
    const prices = job.costCap === undefined ? undefined : inputs.unitPrices?.(pool, hours);
    return resolveJob(job, pool, startEpochSeconds, inputs.pools[pool]?.isEncoder === true, prices);
  });
  const isOfJob = (id: string): boolean => (document.jobs ?? []).some(({ target }) => target === id);
  return {
    seed: document.seed,
    startEpochSeconds,
    hours,
    fidelity: resolveFidelity(document.fidelity),
    workloads: [...workloads, ...jobs],
    pools: document.pools.map((pool, index) => ({
      ...resolvePool(pool, inputs.pools[index]),
      ...resolveLiving(pool, startEpochSeconds, inputs.pools[index].startUp, isOfJob(pool.id)),
    })),
    accounts,
  };
}

function resolveSlo(
  { doneBy, ...slo }: NonNullable<WorkloadDocument['slo']>,
  arrivals: ArrivalDocument,
  isEncoded: boolean,
): SloSpec {
  if (doneBy !== undefined && 'process' in arrivals && arrivals.process === 'batch') {
    return { endToEndSeconds: secondsUntil(doneBy, arrivals.at), doneBySeconds: doneBy, percentile: 1 };
  }
  return isEncoded ? encoderSlo(slo) : withoutUndefined(slo);
}

/** With an encoder the first thing that comes back is the vector, and the last: both limits are on the same instant. */
function encoderSlo({
  ttftSeconds,
  endToEndSeconds,
  percentile,
}: Omit<NonNullable<WorkloadDocument['slo']>, 'doneBy'>): SloSpec {
  const limits = [ttftSeconds, endToEndSeconds].filter((seconds) => seconds !== undefined);
  return { ...(limits.length > 0 && { endToEndSeconds: Math.min(...limits) }), percentile };
}

/** An encoder has no output tokens, whatever is written. */
function resolveLengths({ promptTokens, outputTokens }: WorkloadDocument, isEncoded: boolean) {
  return {
    ...(promptTokens === undefined ? {} : { promptTokens: resolveLength(promptTokens) }),
    ...(outputTokens === undefined || isEncoded ? {} : { outputTokens: resolveLength(outputTokens) }),
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
  const written = writtenHours(horizon);
  if (written !== undefined) return written;
  const spans = workloads.map(({ arrivals }) => {
    if (arrivals.kind !== 'trace') return 0;
    const { firstSeconds, lastSeconds } = arrivals.summary;
    const zero = arrivals.keepClock ? keptClockZero(arrivals.summary, horizon.start) : firstSeconds;
    return (lastSeconds - zero) / arrivals.rateScale;
  });
  return Math.max(1, Math.ceil(Math.max(0, ...spans) / HOUR));
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}
