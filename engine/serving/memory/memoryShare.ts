import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';

const GIB = 2 ** 30;

const MIB = 2 ** 20;
/** Steps count as no smaller where a share follows from what they need (`mem_fraction_static` of SGLang). */
const LEAST_TOKENS = 2048;
/** Of a device that is smaller than its reserve. */
const LEAST_SHARE = 0.01;

/** The share that an engine takes where nothing is said, of a GPU that shows so many bytes in a replica of so many GPUs. */
export function defaultShare(
  { share }: EngineMemory,
  deviceBytes: number,
  gpus: number,
  stepTokens: number,
): number {
  const rule = share.default;
  if (typeof rule === 'number') return rule;
  if ('byGpus' in rule) {
    const { byGpus } = rule;
    return (byGpus.findLast((each) => each.gpus <= gpus) ?? byGpus[0]).share;
  }
  const isBelow = ({ belowGiB = Number.POSITIVE_INFINITY }) => deviceBytes < belowGiB * GIB;
  const { gib, perGpuGiB } = rule.reserve.find(isBelow) ?? rule.reserve[rule.reserve.length - 1];
  const reserved =
    (gib + perGpuGiB * gpus) * GIB + Math.max(stepTokens, LEAST_TOKENS) * rule.perTokenMiB * MIB;
  return Math.max(LEAST_SHARE, 1 - reserved / deviceBytes);
}
