import type { BenchmarkRow } from '../catalog/benchmarkSchema.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { EngineName } from '../serving/stepTime/servingSituation.ts';
import type { Measurement } from './measurement.ts';

/** How an engine was started, as far as a measurement's plan of memory asks for it; what is not said is not there. */
export type LaunchSettings = Pick<BenchmarkRow, 'kvPrecision' | 'memoryUtilization' | 'plannedAs'>;

/**
 * What the launch script of a public benchmark says of a measurement of it (`benchmarks.yaml`), by catalogue ids of its
 * model and accelerator; nothing of others.
 */
export function launchSettings(
  { benchmarks }: Pick<Catalog, 'benchmarks'>,
  { source, precision, tensor }: Pick<Measurement, 'source' | 'precision' | 'tensor'>,
  model: string,
  accelerator: string,
  engine: EngineName,
): LaunchSettings {
  const table = source.toLowerCase();
  const isOf = (row: BenchmarkRow) =>
    row.of.some((part) => table.includes(part.toLowerCase())) &&
    (row.model ?? model) === model &&
    (row.accelerators?.includes(accelerator) ?? true) &&
    row.engine === engine.family &&
    (row.versions?.includes(engine.version) ?? true) &&
    (row.precisions?.includes(precision.toLowerCase()) ?? true) &&
    (row.tensor ?? tensor) === tensor;
  return benchmarks.find(isOf) ?? {};
}
