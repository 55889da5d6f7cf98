import type { Catalog } from '../../../engine/catalog/catalog.ts';
import { isGenerating } from '../../../engine/finance/generation.ts';
import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { hardwareUse } from '../../../engine/planning/size/hardwareUse.ts';
import { inlineAccelerator, searchedAccelerator } from '../../../engine/planning/size/poolAccelerator.ts';
import { poolModel } from '../../../engine/planning/size/poolModel.ts';
import { ruledOutKinds } from '../../../engine/planning/size/ruledOut.ts';
import { LAYOUT_NAMES, layoutDegrees } from '../../../engine/planning/size/sizeLayouts.ts';
import { paidUnits } from '../../../engine/planning/size/paidReplicas.ts';
import type { SizeOption } from '../../../engine/planning/size/sizeOptions.ts';
import type { SizedDeployment } from '../../../engine/planning/size/sizedDeployment.ts';
import type { SizedScenario } from './sizeScenario.ts';
import type { RunHeader } from '../forecast/runDocument.ts';
import type { SizeDocument, SizeRow } from './sizeResult.ts';

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
  const document = {
    fleetcast: header,
    name,
    pool: pool.id,
    currency,
    searched: {
      configurations,
      doNotFit: ruledOut.length,
      tooSlow: search.tooSlow.length,
      tooDear: search.tooDear,
      missed: search.missed,
      simulations: search.simulated,
      hours: sized.hours,
    },
    best: search.best === undefined ? null : row(search.best),
    edge: search.edge.map(row),
    alternatives: search.alternatives.map(row),
    doNotFit: ruledOutKinds(ruledOut),
    tooSlow: ruledOutKinds(search.tooSlow),
    highestRate: { own: ownRate ?? null, best: bestRate ?? null },
    whenSlower: sized.slower ?? null,
  };
  return { ...document, verdict: verdictOf(document, search) };
}

function sizeRow({ pool }: SizedScenario, catalog: Catalog, deployment: SizedDeployment): SizeRow {
  const { option, replicas, fewer, price, forecast, steps } = deployment;
  const { accelerator, gpusPerReplica, layout, precision, maxSequences, maxBatchedTokens } = option;
  const { latencySeconds, unitCost, pools, slo, requests, tokens } = forecast;
  const at = `pools.${pool.id}`;
  const known = slo.flatMap(({ attained, percentile }) =>
    attained === null ? [] : [{ attained, percentile }],
  );
  const tightest = known.sort((a, b) => a.attained - a.percentile - (b.attained - b.percentile)).at(0);
  const model = poolModel(pool, catalog);
  const part = searchedAccelerator(pool, catalog, accelerator);
  const use =
    part !== undefined && model !== undefined
      ? hardwareUse(
          {
            model,
            accelerator: part,
            precision,
            kvPrecision: pool.kvPrecision === 'auto' ? 'bf16' : pool.kvPrecision,
          },
          {
            gpuSeconds: pools[0].gpuHours * 3600,
            steps,
            requests: requests.completed,
            promptTokens: tokens.prompt - (tokens.cached ?? 0),
            outputTokens: tokens.output ?? 0,
            ...(pool.speculative && { tokensPerPass: pool.speculative.acceptanceLength }),
          },
        )
      : undefined;
  return {
    label: deploymentText(option, replicas),
    accelerator,
    gpusPerReplica,
    layout,
    replicas,
    fewerReplicas: fewer,
    precision,
    maxSequences,
    maxBatchedTokens,
    instance: price.instance ?? null,
    paidUnits: paidUnits(price, option, replicas),
    priceCaution: price.caution ?? null,
    costPerMonth: deployment.costPerMonth,
    perMillionTokens: unitCost.perMillionTokens,
    p95TtftSeconds: latencySeconds.ttft.p95,
    p95TpotSeconds: latencySeconds.tpot.p95,
    ...(isGenerating(forecast) ? {} : { p95VectorSeconds: latencySeconds.endToEnd.p95 }),
    sloAttained: tightest?.attained ?? null,
    busyShare: pools[0].busyShare,
    outputTokensPerSecondPerGpu: pools[0].outputTokensPerSecondPerGpu,
    mfu: use?.mfu ?? null,
    mbu: use?.mbu ?? null,
    binding: deployment.binding,
    confidence: option.confidence?.confidence ?? null,
    errorBand: option.confidence?.band.wide ?? null,
    confirmed: deployment.isConfirmed,
    settings: [
      // One that the scenario describes stays as it is there.
      ...(accelerator === inlineAccelerator(pool) ? [] : [{ path: `${at}.accelerator`, value: accelerator }]),
      { path: `${at}.gpusPerReplica`, value: gpusPerReplica },
      ...(layout === 'tensor' && pool.parallel === undefined
        ? []
        : [{ path: `${at}.parallel`, value: layoutDegrees(layout, gpusPerReplica) }]),
      { path: `${at}.replicas`, value: replicas },
      { path: `${at}.precision`, value: precision },
      { path: `${at}.batching.maxSequences`, value: maxSequences },
      { path: `${at}.batching.maxBatchedTokens`, value: maxBatchedTokens },
      ...(price.instance === undefined ? [] : [{ path: `${at}.price`, value: { instance: price.instance } }]),
    ],
  };
}

/** As in `2 replicas of 4 × h100-sxm-80gb in bf16`. */
function deploymentText(option: SizeOption, replicas: number): string {
  return `${grouped(replicas)} ${replicas === 1 ? 'replica' : 'replicas'} of ${kindOf(option)}`;
}

function kindOf({
  gpusPerReplica,
  accelerator,
  precision,
  layout,
}: Pick<SizeOption, 'gpusPerReplica' | 'accelerator' | 'precision' | 'layout'>): string {
  const shared = LAYOUT_NAMES[layout];
  return `${grouped(gpusPerReplica)} × ${accelerator} in ${precision}${shared === '' ? '' : `, ${shared}`}`;
}

function verdictOf(
  { best, alternatives, currency, searched, whenSlower }: Omit<SizeDocument, 'verdict'>,
  { nearest, tooSlow }: SizedScenario['search'],
): string {
  const looked = `${grouped(searched.configurations)} configurations searched, ${grouped(searched.simulations)} simulations`;
  if (best === null) {
    const quickest = tooSlow.toSorted((a, b) => (a.excess ?? 0) - (b.excess ?? 0)).at(0);
    const closest =
      nearest !== undefined
        ? `. The nearest is ${deploymentText(nearest.option, nearest.replicas)}: ${nearest.binding.sentence}`
        : quickest !== undefined
          ? `. The quickest is ${kindOf(quickest)}: ${quickest.reason}`
          : '';
    return `No deployment that was searched keeps every service level${closest}. ${looked}.`;
  }
  const next = alternatives.find((row) => row.accelerator !== best.accelerator);
  const against =
    next === undefined
      ? ''
      : `; the next accelerator is ${next.accelerator} at ${money(next.costPerMonth, currency)}`;
  return (
    `${best.label} is the cheapest that keeps every service level: ${money(best.costPerMonth, currency)} a month` +
    `${against}.${cautionSentence(best)} ${best.binding.sentence}.${slowerSentence(whenSlower)} ${looked}.`
  );
}

/** That the price of the best needs a check, where it does. */
function cautionSentence({ instance, priceCaution }: SizeRow): string {
  return priceCaution === null ? '' : ` Check the price of ${instance ?? 'it'} first: ${priceCaution}.`;
}

/** Whether the best is sure, or inside the error of its step times. */
function slowerSentence(slower: SizeDocument['whenSlower']): string {
  if (slower === null) return '';
  const were = ` Were its steps ${percent(slower.by)} longer, as one in twenty may be,`;
  return slower.keeps ? `${were} it would keep them too.` : `${were} it would not: ${slower.misses}.`;
}
