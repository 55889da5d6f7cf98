import { readText } from '../model/documentText.ts';
import type { FieldChoice } from './FieldAxis.tsx';
import type { VaryChoice } from './varyings.ts';

/** What is picked for the rows of a comparison, as it stands in the fields. */
export interface PickedAxes {
  readonly accelerators: readonly string[];
  readonly degrees: readonly string[];
  readonly precisions: readonly string[];
  readonly providers: readonly string[];
  readonly regions: readonly string[];
  readonly replicas: 'sized' | 'same' | 'numbers';
  readonly numbers: readonly string[];
  readonly fields: readonly FieldChoice[];
}

/** More rows are not made at once; the host holds it, too. */
export const MOST_ROWS = 200;

/** How many values each axis has that is picked, as in “4 × 2 × 3”. */
export function pickedSizes(picked: PickedAxes): readonly number[] {
  const { accelerators, degrees, precisions, providers, regions, replicas, numbers, fields } = picked;
  const lists = [
    accelerators,
    degrees,
    precisions,
    providers,
    regions,
    replicas === 'numbers' ? numbers : [],
  ];
  const varied = fields.filter(({ path }) => path !== undefined);
  return [...lists, ...varied.map(({ values }) => values)]
    .map(({ length }) => length)
    .filter((size) => size > 0);
}

/** What the host is asked for. */
export function askedAxes(picked: PickedAxes): Pick<VaryChoice, 'axes' | 'sized'> {
  const { accelerators, degrees, precisions, providers, regions, replicas, numbers, fields } = picked;
  const listed = <Key extends string, T>(key: Key, values: readonly T[]) =>
    values.length === 0 ? {} : { [key]: [...values] };
  return {
    sized: replicas === 'sized',
    axes: {
      ...listed('accelerators', accelerators),
      ...listed('gpusPerReplica', degrees.map(Number)),
      ...listed('precisions', precisions),
      ...listed('providers', providers),
      ...listed('regions', regions),
      ...listed('replicas', replicas === 'numbers' ? numbers.map(Number) : []),
      ...listed(
        'fields',
        fields.flatMap(({ path, values }) =>
          path === undefined || values.length === 0 ? [] : [{ path, values: values.map(plainValue) }],
        ),
      ),
    },
  };
}

/** A value as YAML reads it: `64` is a number, `true` a truth. */
function plainValue(text: string): unknown {
  return readText(text) ?? text;
}
