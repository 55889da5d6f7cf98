import type { AcceleratorRow } from '../../engine/catalog/acceleratorSchema.ts';
import type { Catalog } from '../../engine/catalog/catalog.ts';
import type { InstanceRow } from '../../engine/catalog/instanceSchema.ts';
import type { ModelRow } from '../../engine/catalog/modelSchema.ts';
import type { StartUpRow, StartUpStageRow } from '../../engine/catalog/startUpSchema.ts';
import { grouped } from '../../engine/finance/plainText.ts';
import { evenDegrees } from '../../engine/serving/model/evenShares.ts';
import { weightBytes } from '../../engine/serving/model/modelShape.ts';
import type { CatalogEntry, CatalogLists, InstanceEntry, ModelEntry } from '../api/types.ts';
import { billions, modelFacts } from './modelFacts.ts';

const GIB = 2 ** 30;
/** Of its memory an engine takes so much: vLLM’s share of many versions. */
const USABLE = 0.9;

/** The catalogue as a form offers it: names, what to know to choose, source and date; the cheapest or smallest first. */
export function catalogLists(catalog: Catalog): CatalogLists {
  const { accelerators, models, instances, startUps } = catalog;
  return {
    accelerators: accelerators.map((row) => acceleratorEntry(row, catalog)).sort(byPrice),
    models: models.map((row) => modelEntry(row, catalog)).sort(bySize),
    instances: instances.map((row) => instanceEntry(row, catalog)).sort(byPrice),
    startUps: startUps.map(startUpEntry),
  };
}

function entryOf(
  row: AcceleratorRow | ModelRow | InstanceRow | StartUpRow,
  hint: readonly string[],
): CatalogEntry {
  const { id, aliases, name, source, date } = row;
  return {
    id,
    aliases,
    name: name ?? id,
    hint: hint.filter((part) => part !== '').join(', '),
    source,
    readOn: date,
  };
}

function acceleratorEntry(row: AcceleratorRow, { instances }: Catalog): CatalogEntry {
  const { deviceVisibleBytes, memoryBandwidthGBs, denseTflops, vendor } = row;
  const cheapest = cheapestOf(
    instances.filter(({ accelerator }) => accelerator === row.id),
    ({ usdPerHour, gpus }) => usdPerHour / gpus,
  );
  const usdPerHour = cheapest === undefined ? undefined : cheapest.usdPerHour / cheapest.gpus;
  return {
    ...entryOf(row, [
      `${grouped(deviceVisibleBytes / GIB)} GiB`,
      `${grouped(memoryBandwidthGBs)} GB/s`,
      `${grouped(denseTflops.bf16 ?? denseTflops.fp16)} TFLOPS at 16 bits`,
      usdPerHour === undefined
        ? 'no price in the catalogue'
        : `from USD ${grouped(usdPerHour, 2)} a GPU-hour`,
    ]),
    keywords: vendor,
    gigabytes: namedGigabytes(row),
    ...(usdPerHour === undefined ? {} : { usdPerHour }),
  };
}

function modelEntry(row: ModelRow, { instances, accelerators }: Catalog): ModelEntry {
  const { publishedParameters: parameters, nativePrecision, maxContext } = row;
  const bytes = weightBytes(row, nativePrecision).total;
  const memory = new Map(accelerators.map(({ id, deviceVisibleBytes }) => [id, deviceVisibleBytes]));
  const cheapest = cheapestOf(
    instances.filter(({ gpus, accelerator }) => gpus * (memory.get(accelerator) ?? 0) * USABLE > bytes),
    ({ usdPerHour }) => usdPerHour,
  );
  const facts = modelFacts(row);
  return {
    ...entryOf(row, [
      `${billions(parameters)} parameters${facts.active === undefined ? '' : ` (${billions(facts.active)} a token)`}`,
      `${grouped(bytes / 1e9, bytes < 1e10 ? 1 : 0)} GB in ${nativePrecision}`,
      ...facts.kinds,
      `context ${grouped(maxContext)} tokens`,
      cheapest === undefined
        ? 'fits no single instance of the catalogue'
        : `fits an instance from USD ${grouped(cheapest.usdPerHour, 2)} an hour`,
    ]),
    keywords: facts.words.join(' '),
    degrees: evenDegrees(row),
    ...(row.kind === 'encoder' && { isEncoder: true }),
    parameters,
    gigabytes: bytes / 1e9,
    ...(cheapest === undefined ? {} : { usdPerHour: cheapest.usdPerHour }),
  };
}

function instanceEntry(row: InstanceRow, { accelerators }: Catalog): InstanceEntry {
  const { gpus, accelerator, usdPerHour, caution } = row;
  const chip = accelerators.find(({ id }) => id === accelerator);
  const gigabytes = chip === undefined ? undefined : namedGigabytes(chip);
  const price = `${gpus} × ${accelerator}, USD ${grouped(usdPerHour, 2)} an hour on demand`;
  return {
    ...entryOf(row, [
      gpus === 1 ? price : `${price} (${grouped(usdPerHour / gpus, 2)} a GPU)`,
      caution === undefined ? '' : caution,
    ]),
    keywords: [chip?.name ?? '', ...(chip?.aliases ?? [])].join(' '),
    ...(gigabytes === undefined ? {} : { gigabytes }),
    accelerator,
    gpus,
    usdPerHour,
    ...(caution === undefined ? {} : { caution }),
  };
}

const STAGE_WORDS = {
  provision: 'decision',
  boot: 'boot',
  image: 'image',
  weights: 'weights',
  warmUp: 'warm-up',
};

/** Its figures as the hint, and where each is from as the source. */
function startUpEntry(row: StartUpRow): CatalogEntry {
  const stages = Object.entries(row.stages).flatMap(([stage, figure]) =>
    figure === undefined ? [] : [{ name: STAGE_WORDS[stage as keyof typeof STAGE_WORDS], figure }],
  );
  return {
    ...entryOf(
      row,
      stages.map(({ name, figure }) => `${name} ${figureText(figure)}`),
    ),
    source: stages
      .map(({ name, figure: { source, caution } }) =>
        caution === undefined ? `${name}: ${source}.` : `${name}: ${source} (${caution}).`,
      )
      .join(' '),
  };
}

function figureText(figure: StartUpStageRow): string {
  if ('seconds' in figure) return `${figure.seconds} s`;
  if ('from' in figure) return `${grouped(figure.from)} to ${grouped(figure.to)} s`;
  if ('gigabytesPerSecond' in figure) return `at ${grouped(figure.gigabytesPerSecond, 2)} GB/s`;
  const [first, last] = [figure.bySize[0], figure.bySize[figure.bySize.length - 1]];
  return `${first.seconds} to ${last.seconds} s by model size`;
}

function cheapestOf(
  rows: readonly InstanceRow[],
  price: (row: InstanceRow) => number,
): InstanceRow | undefined {
  return rows.reduce<InstanceRow | undefined>(
    (best, row) => (best === undefined || price(row) < price(best) ? row : best),
    undefined,
  );
}

/** The memory that a part is sold by: h100-sxm-80gb shows 85.0 GB, or 79.2 GiB. */
function namedGigabytes({ id, deviceVisibleBytes }: AcceleratorRow): number {
  const named = /(\d+)gb$/.exec(id)?.[1];
  return named === undefined ? Math.round(deviceVisibleBytes / GIB) : Number(named);
}

function byPrice(a: CatalogEntry, b: CatalogEntry): number {
  return (
    (a.usdPerHour ?? Number.POSITIVE_INFINITY) - (b.usdPerHour ?? Number.POSITIVE_INFINITY) || byId(a, b)
  );
}

/** Families together, the smallest of each first. */
function bySize(a: CatalogEntry, b: CatalogEntry): number {
  const family = ({ id }: CatalogEntry): string => /^[a-z]+/i.exec(id)?.[0] ?? id;
  return family(a).localeCompare(family(b)) || (a.parameters ?? 0) - (b.parameters ?? 0) || byId(a, b);
}

function byId(a: CatalogEntry, b: CatalogEntry): number {
  return a.id < b.id ? -1 : 1;
}
