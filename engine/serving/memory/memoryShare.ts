import type { EngineMemory } from '../../catalog/engineMemorySchema.ts';

const GIB = 2 ** 30;

/** The share that an engine takes where nothing is said, for a GPU that shows so many bytes and a replica of so many GPUs. */
export function defaultShare({ share }: EngineMemory, deviceBytes: number, gpus: number): number {
  const rule = share.default;
  if (typeof rule === 'number') return rule;
  if ('byGpus' in rule) {
    const { byGpus } = rule;
    return (byGpus.findLast((each) => each.gpus <= gpus) ?? byGpus[0]).share;
  }
  const device = deviceBytes / GIB;
  const isBelow = ({ belowGiB = Number.POSITIVE_INFINITY }) => device < belowGiB;
  const { gib, perGpuGiB } = rule.reserve.find(isBelow) ?? rule.reserve[rule.reserve.length - 1];
  return Math.max(LEAST_SHARE, (device - gib - perGpuGiB * gpus) / device);
}

/** Of a device that is smaller than its reserve. */
const LEAST_SHARE = 0.01;
