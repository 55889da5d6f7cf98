import { grouped } from '../../../engine/finance/plainText.ts';
import { LAYOUT_NAMES } from '../../../engine/planning/size/sizeLayouts.ts';
import type { SizeRow } from '../size/sizeResult.ts';

/** A deployment in a sentence, as in `2 replicas of 4 × h100-sxm-80gb in bf16`; tables have it shorter. */
export function deployedAs({ replicas, gpusPerReplica, accelerator, precision, layout }: SizeRow): string {
  const shared = LAYOUT_NAMES[layout];
  const many = `${grouped(replicas)} ${replicas === 1 ? 'replica' : 'replicas'}`;
  return `${many} of ${grouped(gpusPerReplica)} × ${accelerator} in ${precision}${shared === '' ? '' : `, ${shared}`}`;
}
