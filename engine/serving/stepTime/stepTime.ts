import type { StepTimeSpec } from '../../scenario/spec.ts';
import type { CompiledStepTime } from './compiledStepTime.ts';
import { compileLinear } from './stepTimeLinear.ts';
import { compileOverlapped } from './stepTimeOverlapped.ts';
import { compileRoofline } from './stepTimeRoofline.ts';
import { compileTable } from './stepTimeTable.ts';

/**
 * Compiles a valid spec (`checkStepTime` finds nothing) for steps of at most
 * `maxSequences` decoding sequences.
 */
export function compileStepTime(spec: StepTimeSpec, maxSequences: number): CompiledStepTime {
  switch (spec.kind) {
    case 'linear':
      return compileLinear(spec, maxSequences);
    case 'table':
      return compileTable(spec, maxSequences);
    case 'roofline':
      return spec.combine === 'overlapped'
        ? compileOverlapped(spec, maxSequences)
        : compileRoofline(spec, maxSequences);
  }
}
