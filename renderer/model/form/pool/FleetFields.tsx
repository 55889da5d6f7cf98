import { BALANCE_LABELS, labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { Button } from '@mantine/core';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { CatalogField } from '../fields/CatalogField.tsx';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import classes from './FleetFields.module.css';
import { NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { useField, useForm } from '../formModel.ts';
import { IdField } from '../fields/IdField.tsx';
import { entryNamed, fittingInstances, housedPool } from './instanceChoice.ts';
import { CapacityFields } from '../scaling/CapacityFields.tsx';
import { LifeFields } from '../scaling/LifeFields.tsx';
import { ScalingFields } from '../scaling/ScalingFields.tsx';
import { TextField } from '../fields/TextField.tsx';
import { usePoolEdit } from './usePoolEdit.ts';

const BALANCES = choicesOf(BALANCE_LABELS);

interface PoolProps {
  readonly index: number;
}

/** What a pool is made of. */
export function FleetFields({ index }: PoolProps) {
  const path: Path = ['pools', index];
  return (
    <>
      <IdField list="pools" index={index} />
      <AcceleratorField index={index} />
      <ReplicaGpusField index={index} />
      <ScalingFields index={index} />
      <CapacityFields index={index} />
      <ChoiceField path={[...path, 'balance']} label={labelOf('pools.*.balance')} choices={BALANCES} />
      <LifeFields index={index} />
    </>
  );
}

function AcceleratorField({ index }: PoolProps) {
  const { catalog } = useForm();
  const edit = usePoolEdit(index, 'accelerator');
  return (
    <CatalogField
      path={['pools', index, 'accelerator']}
      label={labelOf('pools.*.accelerator')}
      entries={catalog?.accelerators ?? []}
      note={edit.sentence === undefined ? undefined : <Followed sentence={edit.sentence} />}
      onWrite={edit.write}
      onReset={edit.reset}
    />
  );
}

/** GPUs per replica, and which numbers of them slice the model evenly. */
function ReplicaGpusField({ index }: PoolProps) {
  const edit = usePoolEdit(index, 'gpusPerReplica');
  const path: Path = ['pools', index, 'gpusPerReplica'];
  const label = labelOf('pools.*.gpusPerReplica');
  const field = useField(path, label);
  const { model, degrees } = useDegrees(index);
  return (
    <TextField
      path={path}
      label={label}
      text={NUMBER_TEXT}
      onWrite={edit.write}
      onReset={edit.reset}
      note={
        edit.sentence === undefined && degrees.length === 0 ? undefined : (
          <>
            {edit.sentence === undefined ? undefined : <Followed sentence={edit.sentence} />}
            {degrees.length === 0 ? undefined : (
              <div className={classes.degrees} role="group" aria-label={`GPUs that share ${model} evenly`}>
                <span>Work with {model}:</span>
                <span className={classes.numbers}>
                  {degrees.map((gpus) => (
                    <Button
                      key={gpus}
                      size="compact-xs"
                      variant={(field.value ?? 1) === gpus ? 'light' : 'default'}
                      aria-pressed={(field.value ?? 1) === gpus}
                      onClick={() => edit.write(gpus, field)}
                    >
                      {gpus}
                    </Button>
                  ))}
                </span>
              </div>
            )}
          </>
        )
      }
    />
  );
}

function Followed({ sentence }: { readonly sentence: string }) {
  return (
    <div role="status" className={classes.followed}>
      {sentence}
    </div>
  );
}

/** The most that is offered where no instance says how many there can be. */
const MOST_OFFERED = 16;

/** Numbers of GPUs that share a pool's model evenly, up to the largest instance of its accelerator; none where that is not known. */
function useDegrees(index: number): { readonly model: string; readonly degrees: readonly number[] } {
  const { raw, catalog } = useForm();
  const model = entryNamed(catalog?.models, valueAt(raw, ['pools', index, 'model']));
  const isShared = valueAt(raw, ['pools', index, 'parallel']) !== undefined;
  if (catalog === undefined || model === undefined || isShared) return { model: '', degrees: [] };
  const pool = housedPool(raw, index, catalog);
  const sizes = fittingInstances({ ...pool, gpusPerReplica: 1 }, catalog).map(({ gpus }) => gpus);
  const most = pool.instance === undefined || sizes.length === 0 ? MOST_OFFERED : Math.max(...sizes);
  return { model: model.name, degrees: model.degrees.filter((gpus) => gpus <= most) };
}
