import type { ModelFamily } from '../modelFamilies.ts';

/** A group of a configuration. */
export type ConfigGroup = Readonly<Record<string, unknown>>;

/** Looks keys of a configuration up, whose names differ between kinds of models. */
export interface ConfigKeys {
  /** The first of these that is a whole number above 0, or what the kind of model has by default, which is noted. */
  count(...names: string[]): number | undefined;
  /** The same of any number that is not negative; without defaults. */
  number(...names: string[]): number | undefined;
}

/** The keys of a configuration; defaults that are taken are added to `notes`. */
export function configKeys(
  config: ConfigGroup,
  type: string,
  { defaults = {} }: ModelFamily,
  notes: string[],
): ConfigKeys {
  return {
    count: (...names) => {
      const own = names.map((name) => config[name]).find(isCount);
      const name = names.find((each) => defaults[each] !== undefined);
      if (own !== undefined || name === undefined) return own;
      const found = defaults[name];
      const note = `${name} is not in the file: ${found}, which ${type} has by default, is taken.`;
      if (!notes.includes(note)) notes.push(note);
      return found;
    },
    number: (...names) =>
      names
        .map((name) => config[name])
        .find((value): value is number => typeof value === 'number' && value >= 0),
  };
}

/** The first of these that is a group. */
export function groupAt(config: ConfigGroup, ...names: string[]): ConfigGroup | undefined {
  return names
    .map((name) => config[name])
    .find(
      (value): value is ConfigGroup => typeof value === 'object' && value !== null && !Array.isArray(value),
    );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
