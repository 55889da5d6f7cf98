import { clockText } from './batchText.ts';
import { isGenerating } from '../../../engine/finance/generation.ts';
import { duration, grouped, money, percent } from '../../../engine/finance/plainText.ts';
import type { Latency } from '../../../engine/usage/usage.ts';
import type { FigureCard } from './figureCard.ts';
import { type LivingPool, livingPools } from './sections/fleetSection.ts';
import { count, decimalsFor, NO_DATA, plusMinus } from '../../report/reportSection.ts';
import { bookedAmount, type RunDocument } from './runDocument.ts';

/** The figures that are looked at first, each with half its interval and its path for “from what?”. */
export function figureCards(run: RunDocument): readonly FigureCard[] {
  const { currency } = run.cost;
  const monthly = bookedAmount(run, 'costPerMonth', run.costPerMonth);
  return [
    {
      figure: 'costPerMonth',
      label: 'Cost a month',
      value: monthly === null ? NO_DATA : money(monthly, currency),
      note: '730 hours, idle capacity included',
    },
    ...serviceCards(run),
    ...latencyCards(run),
    ...(isGenerating(run)
      ? [
          unitCard(run, 'perMillionTokens', 'Per million tokens', 'prompt and output together'),
          unitCard(
            run,
            'perMillionOutputTokens',
            'Per million output tokens',
            'the whole cost over output only',
          ),
        ]
      : [unitCard(run, 'perMillionTokens', 'Per million tokens', 'of prompts: an encoder generates none')]),
    ...poolCards(run),
    ...fleetCards(run),
    ...spotCards(run),
    ...(run.goodputPerSecond === null
      ? []
      : [
          {
            figure: 'goodputPerSecond',
            label: 'Goodput',
            value: `${grouped(run.goodputPerSecond, decimalsFor(run.goodputPerSecond))}/s`,
            note: 'requests within their service level',
          },
        ]),
  ];
}

/** How long the slowest twentieth takes at the least: to a token and for each, or to an encoder's vector. */
function latencyCards(run: RunDocument): readonly FigureCard[] {
  const card = (latency: Latency, label: string, note: string): FigureCard => {
    const figure = `latencySeconds.${latency}.p95`;
    return { figure, label, ...seconds(run, figure, run.latencySeconds[latency].p95), note };
  };
  return isGenerating(run)
    ? [card('ttft', 'TTFT, p95', 'time to first token'), card('tpot', 'TPOT, p95', 'time per output token')]
    : [card('endToEnd', 'Time to vector, p95', 'from arrival to the finished vector')];
}

/** The service level with the least room: what keeps the fleet from being smaller. */
function serviceCards(run: RunDocument): readonly FigureCard[] {
  const known = run.slo.filter(({ attained }) => attained !== null);
  if (known.length === 0) return [];
  const margin = ({ attained, percentile }: (typeof known)[number]): number => (attained ?? 0) - percentile;
  const { workload, attained, percentile, met, batch } = known.reduce((a, b) =>
    margin(a) <= margin(b) ? a : b,
  );
  const figure = `slo.${workload}.attained`;
  const half = plusMinus(run, figure, attained);
  return [
    {
      figure,
      label: met === true ? 'Service level met' : 'Service level missed',
      value: percent(attained ?? 0),
      note: `${workload}: ${batch?.doneAtSeconds == null ? `${percent(percentile)} asked` : `done at ${clockText(batch.doneAtSeconds)}, ${clockText(batch.doneBySeconds)} asked`}`,
      tone: met === true ? 'good' : 'bad',
      ...(half === undefined ? {} : { plusMinus: `± ${grouped(half * 100, 2)} points` }),
    },
  ];
}

function unitCard(
  run: RunDocument,
  name: 'perMillionTokens' | 'perMillionOutputTokens',
  label: string,
  note: string,
): FigureCard {
  const value = run.unitCost[name];
  const figure = `unitCost.${name}`;
  const half = plusMinus(run, figure, value);
  const decimals = decimalsFor(value, 2);
  return {
    figure,
    label,
    value: value === null ? NO_DATA : `${run.cost.currency} ${grouped(value, decimals)}`,
    note,
    ...(half === undefined ? {} : { plusMinus: `± ${grouped(half, decimals)}` }),
  };
}

function poolCards(run: RunDocument): readonly FigureCard[] {
  const most = (name: 'usedShare' | 'busyShare' | 'kvPeakShare') =>
    [...run.pools].sort((a, b) => (b[name] ?? 0) - (a[name] ?? 0)).at(0);
  const mostUsed = most('usedShare');
  const busiest = most('busyShare');
  const fullest = most('kvPeakShare');
  const of = (id: string): string => (run.pools.length > 1 ? `${id}: ` : '');
  return [
    ...(mostUsed === undefined || mostUsed.usedShare === null
      ? []
      : [
          {
            figure: `pools.${mostUsed.id}.usedShare`,
            label: 'Used capacity',
            value: percent(mostUsed.usedShare),
            note: `${of(mostUsed.id)}of what its replicas could do, were they full`,
          },
        ]),
    ...(busiest === undefined || busiest.busyShare === null
      ? []
      : [
          {
            figure: `pools.${busiest.id}.busyShare`,
            label: 'Busy time',
            value: percent(busiest.busyShare),
            note: `${of(busiest.id)}time with a request in hand: one is enough`,
          },
        ]),
    ...(fullest === undefined || fullest.kvPeakShare === null
      ? []
      : [
          {
            figure: `pools.${fullest.id}.kvPeakShare`,
            label: 'Headroom, KV cache',
            value: percent(1 - fullest.kvPeakShare),
            note: `${of(fullest.id)}free at the fullest moment`,
          },
        ]),
  ];
}

/** What spot saves, of the pool in which it is most; nothing where there is none, or no price. */
function spotCards({ pools, cost, horizon }: RunDocument): readonly FigureCard[] {
  const priced = pools.flatMap(({ id, spot, fleet }) =>
    spot === undefined || spot.saved === null
      ? []
      : [{ id, fleet, share: spot.savedShare, saved: spot.saved }],
  );
  if (priced.length === 0) return [];
  const { id, fleet, share, saved } = priced.reduce((a, b) => (b.saved > a.saved ? b : a));
  const of = pools.length > 1 ? `${id}: ` : '';
  const part = share === null ? '' : `${percent(Math.abs(share))} of all on demand, `;
  return [
    {
      figure: `pools.${id}.spot.saved`,
      label: saved < 0 ? 'Spot costs more' : 'Spot saves',
      value: money(Math.abs(saved), cost.currency),
      note: `${of}in ${grouped(horizon.hours)} hours, ${part}with ${count(fleet?.interruptions ?? 0)} interruptions`,
    },
  ];
}

/** What the coming of replicas took and cost, of the pool in which it was most; nothing where no replica comes. */
function fleetCards(run: RunDocument): readonly FigureCard[] {
  const living = livingPools(run).filter(({ fleet }) => fleet.requestedReplicas > 0);
  if (living.length === 0) return [];
  const of = (id: string): string => (run.pools.length > 1 ? `${id}: ` : '');
  const lagOf = ({ fleet }: LivingPool): number => fleet.scaleUpLagSeconds ?? 0;
  const costOf = ({ idleByReason }: LivingPool): number | null => idleByReason?.starting?.cost ?? null;
  const slowest = living.reduce((a, b) => (lagOf(b) > lagOf(a) ? b : a));
  const dearest = living.reduce((a, b) => ((costOf(b) ?? 0) > (costOf(a) ?? 0) ? b : a));
  const cost = bookedAmount(run, `pools.${dearest.id}.idleByReason.starting.cost`, costOf(dearest));
  const paid = run.cost.byPool[dearest.id];
  return [
    {
      figure: `pools.${slowest.id}.fleet.scaleUpLagSeconds`,
      label: 'Scale-up lag',
      value: duration(lagOf(slowest)),
      note: `${of(slowest.id)}from wanted to ready, mean of ${count(slowest.fleet.requestedReplicas)} replicas`,
    },
    ...(cost === null || paid === null
      ? []
      : [
          {
            figure: `pools.${dearest.id}.fleet.startingSeconds`,
            label: 'Cold starts',
            value: money(cost, run.cost.currency),
            note: `${of(dearest.id)}paid before ready in ${grouped(run.horizon.hours)} hours${paid > 0 ? `, ${percent(Number(cost) / paid)} of its cost` : ''}`,
          },
        ]),
  ];
}

function seconds(
  run: RunDocument,
  path: string,
  value: number | null,
): Pick<FigureCard, 'value' | 'plusMinus'> {
  const half = plusMinus(run, path, value);
  return {
    value: value === null ? NO_DATA : duration(value),
    ...(half === undefined ? {} : { plusMinus: `± ${duration(half)}` }),
  };
}
