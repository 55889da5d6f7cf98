import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { parseInstant } from '../../engine/scenario/units.ts';

/** What `simulate` and `compare` take in common, as commander hands it over. */
export interface RunFlags {
  readonly json: boolean;
  readonly workers: number;
  readonly seed?: number;
  readonly set: readonly string[];
  readonly dataDir?: string;
  readonly fresh: boolean;
}

export const jsonOption = (): Option =>
  new Option('--json', 'print exactly one JSON document on standard output').default(false);

export const workersOption = (): Option =>
  new Option('--workers <n>', 'worker threads; the result is the same for any number')
    .argParser(wholeNumber(1, 1024))
    .default(availableParallelism(), 'one per core');

export const portOption = (): Option =>
  new Option('--port <n>', 'port on 127.0.0.1')
    .argParser(wholeNumber(0, 65_535))
    .default(0, 'any that is free');

export const seedOption = (): Option =>
  new Option('--seed <n>', 'seed to use in place of the scenario’s').argParser(wholeNumber(0, 2 ** 32 - 1));

export const setOption = (): Option =>
  new Option(
    '--set <path=value>',
    'change one value of the scenario, such as pools.h100.replicas=4 (repeatable)',
  )
    .argParser(collectSetting)
    .default([], 'none');

export const dataDirOption = (): Option =>
  new Option(
    '--data-dir <dir>',
    'where finished windows are kept (else FLEETCAST_DATA, else the user’s data directory)',
  );

export const freshOption = (): Option =>
  new Option('--fresh', 'simulate everything anew instead of using stored windows').default(false);

export const listOption = (flags: string, description: string): Option =>
  new Option(flags, description)
    .argParser((text: string, before: readonly string[]) => [...before, text])
    .default([], 'none');

/** Parses a whole number in a range, or refuses it in words. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

function collectSetting(text: string, before: readonly string[]): readonly string[] {
  if (text.indexOf('=') < 1) throw new InvalidArgumentError('It must look like pools.h100.replicas=4.');
  return [...before, text];
}

/** A whole amount, 0 or more. */
export function amountOption(flags: string, description: string, otherwise: number): Option {
  return new Option(flags, description).argParser(wholeNumber(0, 1e12)).default(otherwise);
}

/** A day, `2026-01-31`. */
export function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || 'problem' in parseInstant(text)) {
    throw new InvalidArgumentError('It must be a day such as 2026-01-31.');
  }
  return text;
}

/** What a benchmark's report does not say of itself; tables say it in their columns. */
export function reportOptions(): readonly Option[] {
  return [
    new Option('--accelerator <id>', 'what a report was measured on'),
    new Option('--gpus <n>', 'GPUs of a report’s deployment').argParser(wholeNumber(1, 4096)),
    new Option('--model <id>', 'model of a report, if not its own name for it'),
    new Option('--precision <format>', 'precision of a report, if not as published'),
    new Option('--engine <name>', 'serving engine of a report, if not its own name for it, or vllm'),
    new Option('--engine-version <version>', 'its version'),
  ];
}
