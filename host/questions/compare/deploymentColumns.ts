import type { PoolPerformance } from '../../../engine/finance/performance.ts';
import { grouped, percent } from '../../../engine/finance/plainText.ts';
import type { PoolPrice } from '../../../engine/pricing/poolPrice.ts';
import { boundsText, type ReplicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';
import { NO_DATA } from '../../report/reportSection.ts';
import { engineTitle } from '../forecast/engineTitle.ts';
import type { ColumnSpec, ComparedDeployment } from './columnSpec.ts';
import type { ComparedPool } from './comparedPools.ts';
import type { CompareCell } from './compareResult.ts';

/** How near measurements the step times are, in two words for a table; `basisWords` has it in full. */
const BASIS: Readonly<Record<PoolPerformance['confidence'], string>> = {
  calibrated: 'measured',
  knownAccelerator: 'new model',
  borrowed: 'new accelerator',
};

/** What a deployment is: hardware, where it is rented, and how far its step times and prices can be believed. */
export const DEPLOYMENT_COLUMNS: readonly ColumnSpec[] = [
  words('model', 'Model', 'What is served', ({ pools }) => pools.map(({ model }) => model)),
  words('accelerator', 'Accelerator', 'The GPU, or what takes its place', ({ pools }) =>
    pools.map(({ accelerator }) => accelerator),
  ),
  numbers('gpusPerReplica', 'GPUs per replica', 'GPUs that share one copy of the model', ({ pools }) =>
    pools.map(({ gpusPerReplica }) => gpusPerReplica),
  ),
  words('precision', 'Weights', 'Number format of the weights', ({ pools }) =>
    pools.map(({ precision }) => precision),
  ),
  {
    key: 'replicas',
    label: () => 'Replicas',
    isNumber: true,
    meaning:
      'Copies of the model that share the load; where an autoscaler sets their number, its bounds, and how many are paid on average',
    cell: (deployment) => {
      const counts = deployment.pools.map((pool) => rangeOf(pool, deployment, 1));
      return { value: rounded(sumOf(counts).mean), text: counts.map(rangeText).join(' + ') };
    },
  },
  {
    key: 'gpus',
    label: () => 'GPUs',
    isNumber: true,
    meaning: 'GPUs of all replicas together',
    cell: (deployment) => {
      const gpus = sumOf(deployment.pools.map((pool) => rangeOf(pool, deployment, pool.gpusPerReplica)));
      return { value: rounded(gpus.mean), text: rangeText(gpus) };
    },
  },
  words('provider', 'Provider', 'Who rents the machines out, or whose own they are', ({ forecast }) =>
    forecast.prices.map((price) => price.instance?.split('/')[0] ?? 'own price'),
  ),
  words('instance', 'Instance', 'Machine and region that are paid for', ({ forecast }) =>
    forecast.prices.map((price) => price.instance?.split('/').slice(1).join(', ')),
  ),
  words('engine', 'Serving engine', 'Whose efficiency the step times have', ({ forecast }) =>
    forecast.performance.map(({ engine }) => engineTitle(engine)),
  ),
  words(
    'basis',
    'Step times are',
    'measured: on this accelerator with this model; new model: on this accelerator with others; new accelerator: on others',
    ({ forecast, pools }) =>
      pools.map(({ id }) => {
        const found = forecast.performance.find(({ pool }) => pool === id);
        return found === undefined ? 'given' : BASIS[found.confidence];
      }),
  ),
  {
    key: 'stepError',
    label: () => 'Their error, ±%',
    isNumber: true,
    better: 'low',
    meaning: 'Half of such predictions were within the first figure, nine in ten within the second',
    cell: ({ forecast: { performance } }) => {
      if (performance.length === 0) return { value: null, text: NO_DATA };
      const worst = performance.reduce((a, b) => (b.band.wide > a.band.wide ? b : a)).band;
      const share = (value: number): string => percent(value).replace('%', '');
      return {
        value: Number((worst.central * 100).toPrecision(12)),
        text: `${share(worst.central)} (${share(worst.wide)})`,
      };
    },
  },
  words(
    'priceDate',
    'Price of',
    'The day from which the price holds, or else on which it was read',
    ({ forecast }) => forecast.prices.map(priceDate),
  ),
];

function priceDate({ instance, validFrom, readOn, source }: PoolPrice): string {
  const day = validFrom ?? readOn;
  if (instance === undefined || day === undefined) return 'own price';
  // Rows and files of one’s own say so in their source.
  return source.startsWith('the scenario') || source.includes('(yours)') ? `${day}, own price` : day;
}

/** How many there may be at a time, and are paid on average. */
interface Range extends ReplicaBounds {
  readonly mean: number;
}

function rangeOf({ id, replicas }: ComparedPool, { forecast }: ComparedDeployment, each: number): Range {
  const { least, most } = replicas;
  const paid = forecast.pools.find((pool) => pool.id === id);
  const mean = least === most || paid === undefined ? most : paid.replicaHours / forecast.horizon.hours;
  return { least: least * each, most: most * each, mean: mean * each };
}

function sumOf(ranges: readonly Range[]): Range {
  const sum = (name: keyof Range): number => ranges.reduce((total, range) => total + range[name], 0);
  return { least: sum('least'), most: sum('most'), mean: sum('mean') };
}

function rangeText(range: Range): string {
  const { least, most, mean } = range;
  return least === most ? grouped(most) : `${boundsText(range)}, ${grouped(mean, 1)} on average`;
}

function rounded(mean: number): number {
  return Number(mean.toFixed(2));
}

/** A column of words; those of several pools stand beside each other, each once. */
function words(
  key: string,
  label: string,
  meaning: string,
  found: (deployment: ComparedDeployment) => readonly (string | undefined)[],
): ColumnSpec {
  const cell = (deployment: ComparedDeployment): CompareCell => {
    const texts = [...new Set(found(deployment).filter((text) => text !== undefined))];
    const text = texts.join(' + ');
    return text === '' ? { value: null, text: NO_DATA } : { value: text, text };
  };
  return { key, label: () => label, isNumber: false, meaning, cell };
}

/** A column of counts; those of several pools are added up and stand one by one. */
function numbers(
  key: string,
  label: string,
  meaning: string,
  found: (deployment: ComparedDeployment) => readonly number[],
): ColumnSpec {
  const cell = (deployment: ComparedDeployment): CompareCell => {
    const counts = found(deployment);
    return {
      value: counts.reduce((sum, count) => sum + count, 0),
      text: counts.map((count) => grouped(count)).join(' + '),
    };
  };
  return { key, label: () => label, isNumber: true, meaning, cell };
}
