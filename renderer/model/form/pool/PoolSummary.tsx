import { Text } from '@mantine/core';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { boundsText, replicaBounds } from '../../../../engine/scenario/living/replicaBounds.ts';
import { wholeUnits } from '../../../../engine/scenario/wholeUnits.ts';
import { useForm } from '../formModel.ts';
import { entryNamed, housedPool } from './instanceChoice.ts';

/** What a pool is made of and what that is paid as, in a line: beside the model, so that its price is in sight. */
export function PoolSummary({ index }: { readonly index: number }) {
  const { raw, catalog } = useForm();
  const price = valueAt(raw, ['pools', index, 'price']);
  const perGpuHour = valueAt(price, ['perGpuHour']);
  const pool = housedPool(raw, index, catalog);
  const { accelerator, gpusPerReplica } = pool;
  const replicas = replicaBounds(valueAt(raw, ['pools', index]));
  const paid = entryNamed(catalog?.instances, pool.instance);
  const currency = String(valueAt(raw, ['currency']) ?? 'USD');
  if (accelerator === undefined) return undefined;
  const made = `${boundsText(replicas)} × ${gpusPerReplica} ${accelerator}`;
  const units = (count: number, gpus: number): number => wholeUnits(count, gpusPerReplica, gpus);
  const sentence =
    paid !== undefined
      ? `${made}, paid as ${boundsText({ least: units(replicas.least, paid.gpus), most: units(replicas.most, paid.gpus) })} × ${paid.id} at USD ${paid.usdPerHour.toFixed(2)} an hour each, on demand.`
      : typeof perGpuHour === 'number'
        ? `${made}, at ${currency} ${perGpuHour} a GPU-hour.`
        : undefined;
  if (sentence === undefined) return undefined;
  return (
    <Text size="xs" c="var(--fc-quiet)" pl="0.6875rem" pr="0.5rem" pb="0.25rem">
      {sentence}
    </Text>
  );
}
