import { useState } from 'react';
import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import type { InstanceEntry } from '../../../../host/api/types.ts';
import type { Path } from '../../documentText.ts';
import { type Change, type FieldModel, useField, useForm } from '../formModel.ts';
import {
  betterInstance,
  entryNamed,
  fittingInstances,
  type HousedPool,
  housedPool,
} from './instanceChoice.ts';
import { shownValue } from '../fields/shownValue.ts';

/** A way to change what a pool is made of, so that the instance that it pays goes along. */
export interface PoolEdit {
  write(value: unknown, field: FieldModel): void;
  reset(field: FieldModel): void;
  /** What became of the instance with the last change, while it is still that one. */
  readonly sentence: string | undefined;
}

/**
 * Changes of a pool's accelerator or GPUs per replica: where its instance does not hold them any more, the cheapest that
 * does takes its place in the same step. Prices by the GPU, and instances that the catalogue does not know, stay.
 */
export function usePoolEdit(index: number, key: 'accelerator' | 'gpusPerReplica'): PoolEdit {
  const { raw, catalog } = useForm();
  const path: Path = ['pools', index, 'price', 'instance'];
  const paid = useField(path, labelOf('pools.*.price.instance'));
  const [followed, setFollowed] = useState<{ readonly pool: string; readonly sentence: string }>();

  const change = (value: unknown, field: FieldModel, wanted?: InstanceEntry): void => {
    const pool = changedPool(value);
    const better = catalog === undefined ? undefined : (wanted ?? betterInstance(pool, catalog));
    if (better === undefined || better.id === pool.instance) {
      field.set(value);
      return;
    }
    const label = `instance: ${shownValue(pool.instance)} → ${better.id}`;
    const also: readonly Change[] = [{ path, value: better.id, label }];
    field.set(value, also);
    setFollowed({
      pool: keyOf({ ...pool, instance: better.id }),
      sentence: sentenceOf(better, pool, wanted !== undefined),
    });
  };
  const changedPool = (value: unknown): HousedPool => {
    const pool = housedPool(raw, index, catalog);
    return key === 'accelerator'
      ? { ...pool, accelerator: entryNamed(catalog?.accelerators, value)?.id }
      : { ...pool, gpusPerReplica: typeof value === 'number' && value >= 1 ? value : 1 };
  };
  return {
    write: (value, field) => change(value, field),
    reset: (field) => {
      // What was saved went along with what it was saved with.
      const saved = entryNamed(catalog?.instances, paid.saved);
      const fits =
        catalog !== undefined &&
        saved !== undefined &&
        fittingInstances(changedPool(field.saved), catalog).includes(saved);
      change(field.saved, field, fits ? saved : undefined);
    },
    sentence: followed?.pool === keyOf(housedPool(raw, index, catalog)) ? followed?.sentence : undefined,
  };
}

/** What a sentence is about: it goes when any of it is changed again. */
function keyOf({ accelerator, gpusPerReplica, instance }: HousedPool): string {
  return JSON.stringify([accelerator, gpusPerReplica, instance]);
}

function sentenceOf({ id, accelerator }: InstanceEntry, pool: HousedPool, isSaved: boolean): string {
  const now = `The instance is now ${id}`;
  if (isSaved) return `${now}, as saved.`;
  return `${now}, the cheapest that holds ${pool.gpusPerReplica} × ${accelerator}. Undo takes both back.`;
}
