import type { Catalog } from '../../catalog/catalog.ts';
import type { ContextAdviceInput } from '../memory/contextAdvice.ts';
import { adviseMemory, describeAdvice, describeShortfall } from '../memory/memoryAdvice.ts';
import type { MemoryPlan } from '../memory/memoryPlan.ts';
import { checkContext, type PlanNames } from './checkContext.ts';
import type { PhysicsFindings } from './physicsProblem.ts';
import { startUpWarnings } from './startUpWarnings.ts';

/**
 * Whether a replica starts with its plan: model, blocks that the document asks for, one of the longest requests. What
 * keeps it from it joins the problems found; what may, the warnings. Of blocks that are given nothing else is asked: they are the
 * document's own.
 */
export function checkMemory(
  plan: MemoryPlan,
  input: ContextAdviceInput,
  kvBlocks: 'auto' | number,
  names: PlanNames,
  catalog: Catalog,
  findings: PhysicsFindings,
): void {
  const { model, where } = names;
  if (!plan.fits) {
    findings.problems.push({
      path: ['model'],
      message: `${model} in ${input.precision} does not fit ${where}: ${describeShortfall(plan)}`,
      suggestion: () => describeAdvice(adviseMemory(input, catalog, input.engineFamily)),
    });
  } else if (kvBlocks !== 'auto') {
    // A number may use what the utilisation share sets aside, never more than the device has.
    const blockBytes = plan.kvBytesPerToken * input.batching.blockTokens;
    const most = Math.floor((plan.deviceBytes - plan.weightBytes) / blockBytes);
    if (kvBlocks > most) {
      findings.problems.push({
        path: ['batching', 'kvBlocks'],
        message: `${kvBlocks} blocks do not fit beside the weights on ${where}; at most ${most} could`,
        suggestion: `use auto, which gives ${givenByAuto(plan)}`,
      });
    }
  } else if (input.model.kind !== 'encoder') {
    checkContext(plan, input, names, findings);
    findings.warnings.push(...startUpWarnings(plan, input, names));
  }
}

function givenByAuto({ kvBlocks, windows }: MemoryPlan): string {
  if (windows === undefined) return String(kvBlocks);
  const contexts = windows.contexts.toFixed(2);
  return `layers with a window blocks of their own, and room for ${contexts} of the longest requests at once`;
}
