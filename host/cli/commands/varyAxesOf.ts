import type { VaryAxes } from '../../../engine/planning/vary/varyAxes.ts';
import { readYaml } from '../../../engine/scenario/reading/readYaml.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import { VARY_EXAMPLE, type VaryFlag } from './varyFlags.ts';

/** Axes with a name of their own; all others are fields. */
const NAMED = {
  accelerator: 'accelerators',
  gpusPerReplica: 'gpusPerReplica',
  precision: 'precisions',
  provider: 'providers',
  region: 'regions',
  replicas: 'replicas',
} as const;

/**
 * All that was said of each axis, together; numbers and names are told apart when they are checked. Throws
 * `InputProblemError` for what is no list.
 */
export function varyAxesOf(flags: readonly VaryFlag[]): VaryAxes {
  const axes: Record<string, readonly unknown[]> = {};
  const fields = new Map<string, readonly unknown[]>();
  for (const flag of flags) {
    const { name } = flag;
    const values = valuesOf(flag);
    if (Object.hasOwn(NAMED, name)) {
      const axis = NAMED[name as keyof typeof NAMED];
      const isNumber = axis === 'gpusPerReplica' || axis === 'replicas';
      axes[axis] = [...(axes[axis] ?? []), ...(isNumber ? values : values.map(String))];
    } else fields.set(name, [...(fields.get(name) ?? []), ...values]);
  }
  return { ...(axes as VaryAxes), fields: [...fields].map(([path, values]) => ({ path, values })) };
}

/** Those of a YAML list, so that one of them may be a group. */
function valuesOf({ name, text }: VaryFlag): readonly unknown[] {
  const read = readYaml(`[${text}]`);
  if (!('problem' in read) && Array.isArray(read.value)) return read.value;
  throw new InputProblemError([
    {
      file: '--vary',
      path: name,
      message: `'${text}' is no list of values`,
      suggestion: `write ${VARY_EXAMPLE}`,
    },
  ]);
}
