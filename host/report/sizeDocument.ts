import type { Catalog } from '../../engine/catalog/catalog.ts';
import { lookUp } from '../../engine/catalog/lookUp.ts';
import { grouped, money } from '../../engine/finance/plainText.ts';
import { hardwareUse } from '../../engine/planning/size/hardwareUse.ts';
import type { HighestRate } from '../../engine/planning/size/highestRate.ts';
import type { RuledOut, SizeOption } from '../../engine/planning/size/sizeOptions.ts';
import type { SizedDeployment } from '../../engine/planning/size/sizeSearch.ts';
import type { Binding } from '../../engine/planning/size/sizeVerdict.ts';
import type { SizedScenario } from '../run/sizeScenario.ts';
import type { RunHeader } from './runDocument.ts';

/** A deployment that was found, in plain figures. */
export interface SizeRow {
  readonly label: string;
  readonly accelerator: string;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  readonly precision: string;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  /** Catalogue id; null for a price of the scenario's own. */
  readonly instance: string | null;
  readonly costPerMonth: number;
  readonly perMillionTokens: number | null;
  readonly p95TtftSeconds: number | null;
  readonly p95TpotSeconds: number | null;
  /** Of the service level that has the least room. */
  readonly sloAttained: number | null;
  readonly busyShare: number | null;
  readonly outputTokensPerSecondPerGpu: number | null;
  /** Shares of the datasheet's peak over all the time paid. */
  readonly mfu: number | null;
  readonly mbu: number | null;
  /** What is short with one replica less. */
  readonly binding: Binding;
  /** Simulated on whole days; else on hours of them. */
  readonly confirmed: boolean;
  /** As `--set` takes them: the scenario with these is this deployment. */
  readonly settings: readonly string[];
}

/** The one JSON document of `size`. */
export interface SizeDocument {
  readonly fleetcast: RunHeader;
  readonly name: string;
  readonly pool: string;
  readonly currency: string;
  readonly verdict: string;
  readonly searched: {
    readonly configurations: number;
    readonly doNotFit: number;
    readonly tooSlow: number;
    readonly tooDear: number;
    readonly missed: number;
    readonly simulations: number;
  };
  readonly best: SizeRow | null;
  /** Cost against p95 TTFT, cheapest first: nothing searched is cheaper and quicker. */
  readonly edge: readonly SizeRow[];
  /** The cheapest of each accelerator, degree and precision that came near. */
  readonly alternatives: readonly SizeRow[];
  readonly ruledOut: readonly RuledOut[];
  readonly highestRate: { readonly own: HighestRate | null; readonly best: HighestRate | null };
}

/** What a search found, as it is written out. */
export function sizeDocument(
  header: RunHeader,
  name: string,
  currency: string,
  catalog: Catalog,
  sized: SizedScenario,
): SizeDocument {
  const { search, pool, ruledOut, configurations, ownRate, bestRate } = sized;
  const row = (deployment: SizedDeployment) => sizeRow(sized, catalog, deployment);
  const tooSlow = new Map<string, RuledOut>();
  for (const { option, reason } of search.tooSlow) {
    const what = kindOf(option);
    tooSlow.set(what, { kind: 'latency', what, reason, count: (tooSlow.get(what)?.count ?? 0) + 1 });
  }
  const document = {
    fleetcast: header,
    name,
    pool: pool.id,
    currency,
    searched: {
      configurations,
      doNotFit: ruledOut.reduce((sum, { count }) => sum + count, 0),
      tooSlow: search.tooSlow.length,
      tooDear: search.tooDear,
      missed: search.missed,
      simulations: search.simulated,
    },
    best: search.best === undefined ? null : row(search.best),
    edge: search.edge.map(row),
    alternatives: search.alternatives.map(row),
    ruledOut: [...ruledOut, ...tooSlow.values()],
    highestRate: { own: ownRate ?? null, best: bestRate ?? null },
  };
  return { ...document, verdict: verdictOf(document) };
}

function sizeRow({ pool }: SizedScenario, catalog: Catalog, deployment: SizedDeployment): SizeRow {
  const { option, replicas, forecast, steps } = deployment;
  const { accelerator, gpusPerReplica, precision, maxSequences, maxBatchedTokens, price } = option;
  const { latencySeconds, unitCost, pools, slo, requests, tokens } = forecast;
  const at = `pools.${pool.id}`;
  const known = slo.flatMap(({ attained, percentile }) =>
    attained === null ? [] : [{ attained, percentile }],
  );
  const tightest = known.sort((a, b) => a.attained - a.percentile - (b.attained - b.percentile)).at(0);
  const model = typeof pool.model === 'string' ? lookUp(catalog, 'model', pool.model) : undefined;
  const part = lookUp(catalog, 'accelerator', accelerator);
  const use =
    part.found && (typeof pool.model === 'object' || model?.found)
      ? hardwareUse(
          {
            model:
              typeof pool.model === 'object' ? pool.model : (model as { row: Catalog['models'][number] }).row,
            accelerator: part.row,
            precision,
            kvPrecision: pool.kvPrecision === 'auto' ? 'bf16' : pool.kvPrecision,
          },
          {
            gpuSeconds: pools[0].gpuHours * 3600,
            steps,
            requests: requests.completed,
            promptTokens: tokens.prompt - tokens.cached,
            outputTokens: tokens.output,
          },
        )
      : undefined;
  return {
    label: `${replicas} × (${kindOf(option)})`,
    accelerator,
    gpusPerReplica,
    replicas,
    precision,
    maxSequences,
    maxBatchedTokens,
    instance: price.instance ?? null,
    costPerMonth: deployment.costPerMonth,
    perMillionTokens: unitCost.perMillionTokens,
    p95TtftSeconds: latencySeconds.ttft.p95,
    p95TpotSeconds: latencySeconds.tpot.p95,
    sloAttained: tightest?.attained ?? null,
    busyShare: pools[0].busyShare,
    outputTokensPerSecondPerGpu: pools[0].outputTokensPerSecondPerGpu,
    mfu: use?.mfu ?? null,
    mbu: use?.mbu ?? null,
    binding: deployment.binding,
    confirmed: deployment.isConfirmed,
    settings: [
      `${at}.accelerator=${accelerator}`,
      `${at}.gpusPerReplica=${gpusPerReplica}`,
      `${at}.replicas=${replicas}`,
      `${at}.precision=${precision}`,
      `${at}.batching.maxSequences=${maxSequences}`,
      `${at}.batching.maxBatchedTokens=${maxBatchedTokens}`,
      ...(price.instance === undefined ? [] : [`${at}.price={ instance: ${price.instance} }`]),
    ],
  };
}

function kindOf({ gpusPerReplica, accelerator, precision }: SizeOption): string {
  return `${gpusPerReplica} × ${accelerator}, ${precision}`;
}

function verdictOf({ best, alternatives, currency, searched }: Omit<SizeDocument, 'verdict'>): string {
  const looked = `${grouped(searched.configurations)} configurations searched, ${grouped(searched.simulations)} simulations`;
  if (best === null) {
    return `No deployment of the catalogue keeps every service level; ${looked}.`;
  }
  const next = alternatives.find((row) => row.accelerator !== best.accelerator);
  const against =
    next === undefined
      ? ''
      : `; the next accelerator is ${next.accelerator} at ${money(next.costPerMonth, currency)}`;
  return (
    `${best.label} is the cheapest that keeps every service level: ${money(best.costPerMonth, currency)} a month` +
    `${against}. With one replica less, ${best.binding.sentence}. ${looked}.`
  );
}
