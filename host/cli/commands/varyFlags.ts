import { InvalidArgumentError, Option } from 'commander';

/** What `--vary` says of one axis: its values are read where they are needed, as that takes YAML's reader. */
export interface VaryFlag {
  readonly name: string;
  readonly text: string;
}

export const VARY_EXAMPLE = 'accelerator=h100,h200';

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

function collect(flag: string, before: readonly VaryFlag[]): readonly VaryFlag[] {
  const equals = flag.indexOf('=');
  const text = flag.slice(equals + 1).trim();
  if (equals < 1 || text === '') throw new InvalidArgumentError(`It must look like ${VARY_EXAMPLE}.`);
  return [...before, { name: flag.slice(0, equals).trim(), text }];
}
