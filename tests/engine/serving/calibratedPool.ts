import {
  type PoolPhysics,
  type PoolPhysicsInput,
  poolPhysics,
} from '../../../engine/serving/physics/poolPhysics.ts';
import type { RooflineStepTimeSpec } from '../../../engine/scenario/spec.ts';
import { shippedCalibration } from '../../../host/files/calibrationFile.ts';
import { readCatalog } from '../../../host/files/catalogFiles.ts';

/** The physics of a pool of H100 with calibrated step times, one GPU a replica unless told otherwise. Throws where it cannot be. */
export function calibratedPool(
  pool: Partial<PoolPhysicsInput>,
): PoolPhysics & { readonly stepTime: RooflineStepTimeSpec } {
  const physics = poolPhysics(
    {
      accelerator: 'h100-sxm-80gb',
      gpusPerReplica: 1,
      batching: { maxSequences: 64, maxBatchedTokens: 2048, blockTokens: 16, kvBlocks: 'auto' },
      stepTime: 'auto',
      ...pool,
    },
    readCatalog(),
    shippedCalibration(),
  );
  if ('problems' in physics) throw new Error(JSON.stringify(physics.problems));
  const { stepTime } = physics;
  if (stepTime.kind !== 'roofline') throw new Error(`calibrated step times are of kind ${stepTime.kind}`);
  return { ...physics, stepTime };
}
