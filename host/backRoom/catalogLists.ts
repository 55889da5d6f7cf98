import type { AcceleratorRow } from '../../engine/catalog/acceleratorSchema.ts';
import type { Catalog } from '../../engine/catalog/catalog.ts';
import type { InstanceRow } from '../../engine/catalog/instanceSchema.ts';
import type { ModelRow } from '../../engine/catalog/modelSchema.ts';
import { grouped } from '../../engine/finance/plainText.ts';
import { evenDegrees } from '../../engine/serving/model/evenShares.ts';
import type { CatalogEntry, CatalogLists, InstanceEntry } from '../api/types.ts';

const GIB = 2 ** 30;

/** The catalogue as a form offers it: names, what to know to choose, source and date. */
export function catalogLists({ accelerators, models, instances }: Catalog): CatalogLists {
  return {
    accelerators: accelerators.map((row) => entryOf(row, acceleratorHint(row))),
    models: models.map((row) => ({
      ...entryOf(row, modelHint(row)),
      degrees: evenDegrees(row),
      ...(row.kind === 'encoder' && { isEncoder: true }),
    })),
    instances: instances.map((row) => instanceEntry(row)),
  };
}

function entryOf(row: AcceleratorRow | ModelRow | InstanceRow, hint: string): CatalogEntry {
  const { id, aliases, name, source, date } = row;
  return { id, aliases, name: name ?? id, hint, source, readOn: date };
}

function instanceEntry(row: InstanceRow): InstanceEntry {
  const { accelerator, gpus, usdPerHour, caution } = row;
  return {
    ...entryOf(row, instanceHint(row)),
    accelerator,
    gpus,
    usdPerHour,
    ...(caution === undefined ? {} : { caution }),
  };
}

function acceleratorHint({ deviceVisibleBytes, memoryBandwidthGBs, denseTflops }: AcceleratorRow): string {
  const tflops = denseTflops.bf16 ?? denseTflops.fp16;
  return `${grouped(deviceVisibleBytes / GIB)} GiB, ${grouped(memoryBandwidthGBs)} GB/s, ${grouped(tflops)} TFLOPS at 16 bits`;
}

function modelHint({ kind, layers, hidden, maxContext }: ModelRow): string {
  return `${kind === 'encoder' ? 'encoder (embeddings), ' : ''}${layers} layers, width ${grouped(hidden)}, context ${grouped(maxContext)} tokens`;
}

function instanceHint({ gpus, accelerator, usdPerHour, caution }: InstanceRow): string {
  const price = `${gpus} × ${accelerator}, USD ${grouped(usdPerHour, 2)} an hour on demand`;
  return caution === undefined ? price : `${price} (${caution})`;
}
