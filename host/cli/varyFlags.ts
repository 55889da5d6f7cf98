import { InvalidArgumentError, Option } from 'commander';
import type { VaryAxes } from '../../engine/planning/vary/varyAxes.ts';
import { readYaml } from '../../engine/scenario/readYaml.ts';

/** What `--vary` says of one axis. */
export interface VaryFlag {
  readonly name: string;
  readonly values: readonly unknown[];
}

export const varyOption = (): Option =>
  new Option(
    '--vary <axis=values>',
    'of one scenario, compare every combination: accelerator=h100,h200, gpusPerReplica=4,8, precision=, provider=, ' +
      'region=, replicas=, or a field by its path, pools.h100.batching.maxSequences=64,128 (repeatable)',
  )
    .argParser(collect)
    .default([], 'none');

export const sizedOption = (): Option =>
  new Option(
    '--sized',
    'with --vary: each row has the fewest replicas that keep every service level',
  ).default(false);

/** Axes with a name of their own; all others are fields. */
const NAMED = {
  accelerator: 'accelerators',
  gpusPerReplica: 'gpusPerReplica',
  precision: 'precisions',
  provider: 'providers',
  region: 'regions',
  replicas: 'replicas',
} as const;

/** All that was said of each axis, together; numbers and names are told apart when they are checked. */
export function axesOf(flags: readonly VaryFlag[]): VaryAxes {
  const axes: Record<string, readonly unknown[]> = {};
  const fields = new Map<string, readonly unknown[]>();
  for (const { name, values } of flags) {
    if (Object.hasOwn(NAMED, name)) {
      const axis = NAMED[name as keyof typeof NAMED];
      const isNumber = axis === 'gpusPerReplica' || axis === 'replicas';
      axes[axis] = [...(axes[axis] ?? []), ...(isNumber ? values : values.map(String))];
    } else fields.set(name, [...(fields.get(name) ?? []), ...values]);
  }
  return { ...(axes as VaryAxes), fields: [...fields].map(([path, values]) => ({ path, values })) };
}

/** The values are those of a YAML list, so that one of them may be a group. */
function collect(text: string, before: readonly VaryFlag[]): readonly VaryFlag[] {
  const equals = text.indexOf('=');
  const read = readYaml(`[${text.slice(equals + 1)}]`);
  const values = 'problem' in read ? undefined : read.value;
  if (equals < 1 || !Array.isArray(values) || values.length === 0) {
    throw new InvalidArgumentError('It must look like accelerator=h100,h200.');
  }
  return [...before, { name: text.slice(0, equals).trim(), values }];
}
