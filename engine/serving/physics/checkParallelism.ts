import type { Model } from '../../catalog/modelSchema.ts';
import { listed } from '../../scenario/reading/listed.ts';
import { evenDegrees, MOST_SHARES, unevenParts } from '../model/evenShares.ts';
import type { Parallelism } from '../model/parallelism.ts';
import type { PhysicsProblem } from './physicsProblem.ts';

/** Degrees must divide what they share out: heads, widths and vocabulary, layers, experts. */
export function checkParallelism(
  model: { readonly name: string; readonly value: Model },
  parallel: Parallelism,
  engineFamily: string | undefined,
  problems: PhysicsProblem[],
): void {
  const { layers, experts } = model.value;
  const { tensor, pipeline, data, expert } = parallel;
  const complain = (path: string[], what: string, count: number) =>
    problems.push({ path, message: what, suggestion: `use ${divisorsOf(count).join(', ')}` });
  const uneven = unevenParts(model.value, parallel, engineFamily);
  if (uneven.length > 0) {
    const works = evenDegrees(model.value, parallel, engineFamily);
    const isPlain = pipeline * data === 1;
    const sharers = isPlain ? `${tensor} GPUs` : `${tensor} × ${data} GPUs (tensor × data)`;
    problems.push({
      path: isPlain ? ['gpusPerReplica'] : ['parallel'],
      message: `${sharers} cannot share the ${listed(uneven, 'and')} of ${model.name} evenly`,
      suggestion:
        works.length > 0
          ? `use ${isPlain ? '' : 'gpusPerReplica: '}${works.join(', ')}`
          : 'no number of GPUs shares it evenly with these degrees: leave parallel out',
    });
  }
  if (layers % pipeline !== 0) {
    const path = ['parallel', 'pipeline'];
    complain(path, `${pipeline} stages cannot share the ${layers} layers of ${model.name} evenly`, layers);
  }
  if (expert > 1 && experts === undefined) {
    const message = `${model.name} has no experts to share out`;
    problems.push({ path: ['parallel', 'expert'], message, suggestion: 'leave it out' });
  } else if (experts !== undefined && experts.count % expert !== 0) {
    const path = ['parallel', 'expert'];
    complain(
      path,
      `${expert} GPUs cannot share the ${experts.count} experts of ${model.name} evenly`,
      experts.count,
    );
  } else if ((tensor * data) % expert !== 0) {
    const path = ['parallel', 'expert'];
    complain(path, `${expert} does not divide the ${tensor * data} GPUs of a stage`, tensor * data);
  }
}

function divisorsOf(parts: number): number[] {
  const most = Math.min(parts, MOST_SHARES);
  return Array.from({ length: most }, (_, i) => i + 1).filter((gpus) => parts % gpus === 0);
}
