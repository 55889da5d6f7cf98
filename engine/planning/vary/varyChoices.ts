import type { AcceleratorRow } from '../../catalog/acceleratorSchema.ts';
import type { Calibration } from '../../catalog/calibrationSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { PRECISIONS } from '../../catalog/precision.ts';
import type { PoolPrice } from '../../pricing/poolPrice.ts';
import { replicaBounds } from '../../scenario/living/replicaBounds.ts';
import type { ScenarioDocument } from '../../scenario/schema.ts';
import { weightBytes } from '../../serving/model/modelShape.ts';
import { poolPhysics } from '../../serving/physics/poolPhysics.ts';
import { inlineAccelerator, presentAccelerator, searchedAccelerator } from '../size/poolAccelerator.ts';
import { poolModel } from '../size/poolModel.ts';
import { placeOf, replicaPrices, type SizePrices } from '../size/replicaPrices.ts';
import type { AcceleratorChoice, VaryChoices } from './choices.ts';
import { shortName } from './varyLabel.ts';

type PoolDocument = ScenarioDocument['pools'][number];

/** Lists what there is for a pool: by vendor, the pool's own first, and memory; and by number. */
export function varyChoices(
  pool: PoolDocument,
  prices: SizePrices,
  { catalog, calibration }: { readonly catalog: Catalog; readonly calibration: Calibration },
): VaryChoices {
  const all = [...prices.instances.values()].flat();
  const present = presentAccelerator(pool, catalog);
  const degrees = degreesOf(pool, all, catalog);
  const ids = [...new Set([...(present === undefined ? [] : [present]), ...prices.instances.keys()])];
  const accelerators = ids.flatMap((id): AcceleratorChoice[] => {
    const part = searchedAccelerator(pool, catalog, id);
    if (part === undefined) return [];
    const row: Partial<AcceleratorRow> = part;
    const providers = (prices.instances.get(id) ?? []).map(({ instance }) => placeOf(instance).provider);
    return [
      {
        id,
        name: part.name ?? id,
        shortName: shortName(id, catalog),
        aliases: row.aliases ?? [],
        vendor: row.vendor ?? 'Your own',
        memoryBytes: part.deviceVisibleBytes,
        isPresent: id === present,
        providers: [...new Set(providers)].sort(),
        holds: degrees.filter((gpus) => holdsModel(pool, prices, { catalog, calibration }, id, gpus)),
      },
    ];
  });
  // What it has now, and what else its maker has, comes first.
  const own = accelerators.find(({ isPresent }) => isPresent)?.vendor;
  const rank = ({ vendor }: AcceleratorChoice): string => (vendor === own ? '' : vendor);
  accelerators.sort((a, b) =>
    a.vendor === b.vendor ? b.memoryBytes - a.memoryBytes : rank(a) < rank(b) ? -1 : 1,
  );
  const model = poolModel(pool, catalog);
  const places = Map.groupBy(
    all.map(({ instance }) => placeOf(instance)).filter(({ provider }) => provider !== ''),
    ({ provider }) => provider,
  );
  const { provider, region } = placeOf(prices.own?.instance);
  return {
    accelerators,
    gpusPerReplica: degrees.map((gpus) => ({
      gpus,
      accelerators: accelerators.filter(({ holds }) => holds.includes(gpus)).map(({ id }) => id),
    })),
    precisions: PRECISIONS.map((precision) => ({
      precision,
      weightBytes: model && weightBytes(model, precision).total,
    })),
    providers: [...places.entries()]
      .map(([name, found]) => ({
        provider: name,
        regions: [...new Set(found.map((place) => place.region))].filter((each) => each !== '').sort(),
      }))
      .sort((a, b) => (a.provider < b.provider ? -1 : 1)),
    present: {
      accelerator: present,
      gpusPerReplica: pool.gpusPerReplica,
      precision: pool.precision,
      provider: provider === '' ? undefined : provider,
      region: region === '' ? undefined : region,
      replicas: replicaBounds(pool),
      isAutoscaled: pool.autoscale !== undefined,
    },
  };
}

/** Powers of two up to the largest instance, of which the attention heads can be shared out evenly; and what the pool has. */
function degreesOf(pool: PoolDocument, prices: readonly PoolPrice[], catalog: Catalog): readonly number[] {
  const most = Math.max(pool.gpusPerReplica, ...prices.map(({ gpusPerUnit }) => gpusPerUnit));
  const heads = poolModel(pool, catalog)?.heads ?? 0;
  const degrees: number[] = [];
  for (let gpus = 1; gpus <= most; gpus *= 2) if (heads % gpus === 0) degrees.push(gpus);
  return [...new Set([...degrees, pool.gpusPerReplica])].sort((a, b) => a - b);
}

function holdsModel(
  pool: PoolDocument,
  prices: SizePrices,
  { catalog, calibration }: { readonly catalog: Catalog; readonly calibration: Calibration },
  accelerator: string,
  gpusPerReplica: number,
): boolean {
  const offered = replicaPrices(pool, prices, catalog, { accelerator, gpusPerReplica });
  const isPresent =
    accelerator === presentAccelerator(pool, catalog) && gpusPerReplica === pool.gpusPerReplica;
  if (offered.length === 0 && !isPresent) return false;
  const { parallel: _own, ...rest } = pool;
  const part = accelerator === inlineAccelerator(pool) ? pool.accelerator : accelerator;
  const asked = isPresent ? pool : { ...rest, accelerator: part, gpusPerReplica };
  return !('problems' in poolPhysics(asked, catalog, calibration));
}
