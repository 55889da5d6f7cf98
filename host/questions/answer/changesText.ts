import { grouped, money, percent } from '../../../engine/finance/plainText.ts';
import { HOURS_PER_MONTH } from '../../../engine/finance/verdict.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { demandTimes } from './demandText.ts';
import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { percentMore } from './percentMore.ts';
import type { Limit, WhatIfs } from './whatIfs.ts';

/** Share by which a price is moved to tell what that does. */
const PRICE_STEP = 0.1;

/** What would change an answer about one deployment: demand, step times, prices. */
export function changesText(
  run: RunDocument,
  spec: SimulationSpec,
  found: WhatIfs | undefined,
): readonly string[] {
  return [...limitsText(run, spec, found), ...priceText(run)];
}

function tooLong({ simulatedRequests }: RunDocument): string {
  return `More demand or slower steps were not tried: the trace, ${grouped(simulatedRequests)} requests, is too long to be simulated again for each.`;
}

/** Up to which demand and step times the promises of a deployment are kept. */
export function limitsText(
  run: RunDocument,
  spec: SimulationSpec,
  found: WhatIfs | undefined,
): readonly string[] {
  if (found === undefined) return [tooLong(run)];
  const mark = found.isApproximate ? '≈ ' : '';
  if (!found.agrees)
    return [
      'Little would: a quick look at typical hours already comes to another judgement than the full run, so a few percent more demand, or slower steps, may decide.',
    ];
  const { demand, steps } = found;
  const at = (factor: number): string => `${percentMore(factor)} (${demandTimes(spec, factor)})`;
  return [
    demand === undefined
      ? `${mark}Demand: at no share of it that was tried (down to 0.1%) are all promises kept.`
      : demand.factor >= 1
        ? `${mark}Demand: ${keptTo(demand, at)}`
        : `${mark}Demand: promises are kept up to ${percent(demand.factor)} of it (${demandTimes(spec, demand.factor)}), and no longer at ${percent(demand.broken?.factor ?? 1)}.`,
    steps === undefined
      ? `${mark}Step times: quicker steps alone would not do, even at a thousandth of their time.`
      : steps.factor >= 1
        ? `${mark}Step times: ${keptTo(steps, (factor) => percentMore(factor))}`
        : `${mark}Step times: promises would be kept with steps ${percent(1 - steps.factor)} shorter.`,
  ];
}

function keptTo({ factor, broken }: Limit, at: (factor: number) => string): string {
  if (broken === undefined) return `all promises are kept up to ${at(factor)}, the most that was tried.`;
  const missed = `At ${percentMore(broken.factor)} a promise is broken${broken.misses === undefined ? '' : `: ${broken.misses}`}.`;
  return factor === 1
    ? `there is hardly any room. ${missed}`
    : `all promises are kept up to ${at(factor)}. ${missed}`;
}

/** What is committed is paid at its own price, whatever becomes of those on demand. */
function priceText({ cost, costPerMonth, prices, commitments, horizon }: RunDocument): readonly string[] {
  const held = commitments?.commitments ?? [];
  const committed = (held.reduce((sum, each) => sum + each.committed, 0) / horizon.hours) * HOURS_PER_MONTH;
  if (costPerMonth === null || prices.length === 0)
    return ['Price: none is known for at least 1 pool, so nothing can be said of it.'];
  const names = someNames(
    [...new Set(prices.map(({ instance, pool }) => instance ?? `the price of ${pool}`))],
    2,
  );
  return [
    `Price: each ${percent(PRICE_STEP)} on ${names} moves the cost by ${money(Math.max(0, costPerMonth - committed) * PRICE_STEP, cost.currency)} a month${committed > 0 ? `; the ${money(committed, cost.currency)} that are committed stay as they are` : '; the service levels stay as they are'}.`,
  ];
}
