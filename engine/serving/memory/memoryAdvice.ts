import { peakFlops } from '../../catalog/acceleratorSchema.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { PRECISIONS, type Precision } from '../../catalog/precision.ts';
import { type MemoryPlan, type MemoryPlanInput, planMemory } from './memoryPlan.ts';
import { unevenParts } from '../model/evenShares.ts';
import { weightBytes } from '../model/modelShape.ts';
import { tensorParallel } from '../model/parallelism.ts';

const GPU_COUNTS = [1, 2, 4, 8, 16, 32, 64];
const ACCELERATORS_NAMED = 4;

/** What would hold a model that does not fit; each field undefined or empty where nothing would. */
export interface MemoryAdvice {
  /** Smallest power of two of the same accelerator that slices the model evenly. */
  readonly gpusPerReplica: number | undefined;
  /** The most exact lower precision on the same GPUs. */
  readonly precision: Precision | undefined;
  /** Catalogue accelerators that hold it at this count, smallest memory first. */
  readonly accelerators: readonly string[];
}

/** Changes one thing at a time (GPUs, precision, accelerator) until the model fits. */
export function adviseMemory(input: MemoryPlanInput, catalog: Catalog, engineFamily?: string): MemoryAdvice {
  const bytes = weightBytes(input.model, input.precision).total;
  const lower = PRECISIONS.map((precision) => ({
    precision,
    bytes: weightBytes(input.model, precision).total,
  }))
    .filter((each) => each.bytes < bytes)
    .sort((a, b) => b.bytes - a.bytes);
  return {
    gpusPerReplica: GPU_COUNTS.find(
      (gpus) =>
        gpus > input.gpusPerReplica &&
        unevenParts(input.model, tensorParallel(gpus), engineFamily).length === 0 &&
        planMemory({ ...input, gpusPerReplica: gpus, parallel: tensorParallel(gpus) }).fits,
    ),
    precision: lower.find(({ precision }) => planMemory({ ...input, precision }).fits)?.precision,
    accelerators: catalog.accelerators
      .filter((accelerator) => peakFlops(accelerator, input.precision) !== undefined)
      .filter((accelerator) => planMemory({ ...input, accelerator }).fits)
      .sort((a, b) => a.deviceVisibleBytes - b.deviceVisibleBytes || (a.id < b.id ? -1 : 1))
      .slice(0, ACCELERATORS_NAMED)
      .map(({ id }) => id),
  };
}

/** Says by how many GB a model does not fit: "needs 142.6 GB on each GPU, 77.3 GB of 85.9 are usable: 65.3 GB too much". */
export function describeShortfall(plan: MemoryPlan): string {
  const usable = gigabytes(plan.usableBytes);
  const need = gigabytes(plan.usableBytes + plan.shortfallBytes);
  return `needs ${need} GB on each GPU, ${usable} of its ${gigabytes(plan.deviceBytes)} GB are usable: ${gigabytes(plan.shortfallBytes)} GB too much`;
}

/** One sentence with what would fit, for a person to act on. */
export function describeAdvice(advice: MemoryAdvice): string {
  const ways: string[] = [];
  if (advice.gpusPerReplica !== undefined) ways.push(`gpusPerReplica: ${advice.gpusPerReplica}`);
  if (advice.precision !== undefined) ways.push(`precision: ${advice.precision}`);
  if (advice.accelerators.length > 0) ways.push(`accelerator: ${advice.accelerators.join(', ')}`);
  return ways.length > 0
    ? `It would fit with ${ways.join('; or with ')}`
    : 'Nothing in the catalogue holds it';
}

/** 10^9 bytes, one decimal, never rounded to 0. */
function gigabytes(bytes: number): string {
  return Math.max(bytes / 1e9, bytes > 0 ? 0.1 : 0).toFixed(1);
}
