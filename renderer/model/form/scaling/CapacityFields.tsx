import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { CAPACITY_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import {
  capacityOf,
  firstCapacity,
  type MachinesKind,
  placeOfKind,
  placeOfSize,
  withMachines,
  withOnDemand,
} from './capacityKinds.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { scalingKind } from './scalingKinds.ts';
import { ReservedFields } from './ReservedFields.tsx';
import { SpotFields } from './SpotFields.tsx';
import { StockFields } from './StockFields.tsx';
import { TextField } from '../fields/TextField.tsx';

interface PoolProps {
  readonly index: number;
}

const KINDS = choicesOf(CAPACITY_LABELS);

/** The machines that a pool's replicas stand on. */
export function CapacityFields({ index }: PoolProps) {
  const form = useForm();
  const pool = valueAt(form.raw, ['pools', index]);
  const path: Path = ['pools', index, 'capacity'];
  const spotAt = placeOfKind(pool, 'spot');
  const kind: MachinesKind = spotAt < 0 ? 'on-demand' : 'spot';
  const change = (next: MachinesKind): void =>
    form.set(
      `machines of ${itemName(form.raw, 'pools', index)}: ${CAPACITY_LABELS[kind]} → ${CAPACITY_LABELS[next]}`,
      path,
      firstCapacity(next, pool),
    );
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.capacity')}
        choices={KINDS}
        chosen={kind}
        onChoose={(next) => change(next as MachinesKind)}
      />
      {kind === 'spot' ? (
        <>
          <OnDemandField index={index} />
          <SpotFields pool={index} entry={spotAt} />
        </>
      ) : undefined}
      {scalingKind(pool) !== 'none' || capacityOf(pool).length > 0 ? (
        <>
          <MachineField index={index} />
          <StockFields index={index} />
        </>
      ) : undefined}
      <ReservedFields index={index} />
    </>
  );
}

/** Replicas that are on demand always, beside spot. */
function OnDemandField({ index }: PoolProps) {
  const form = useForm();
  const path: Path = ['pools', index, 'capacity'];
  const pool = valueAt(form.raw, ['pools', index]);
  const at = placeOfKind(pool, 'on-demand');
  const label = labelOf('pools.*.capacity.*.replicas');
  return (
    <TextField
      // Where there is no such entry the place is one of nothing.
      path={[...path, at < 0 ? capacityOf(pool).length : at, 'replicas']}
      label={label}
      text={NUMBER_TEXT}
      unit="replicas"
      placeholder="0"
      description="The first so many; all further ones are spot"
      onWrite={(replicas, field) => {
        if (at >= 0 && replicas !== undefined) field.set(replicas);
        else
          form.set(`machines of ${itemName(form.raw, 'pools', index)}`, path, withOnDemand(pool, replicas));
      }}
    />
  );
}

/** GPUs of a machine, where several replicas share one that is paid as a whole. */
function MachineField({ index }: PoolProps) {
  const form = useForm();
  const path: Path = ['pools', index, 'capacity'];
  const pool = valueAt(form.raw, ['pools', index]);
  const isThere = capacityOf(pool).length > 0;
  return (
    <TextField
      path={[...path, placeOfSize(pool), 'gpusPerNode']}
      label={labelOf('pools.*.capacity.*.gpusPerNode')}
      text={NUMBER_TEXT}
      placeholder="those of a replica"
      onWrite={(gpus, field) => {
        if (isThere && gpus !== undefined) field.set(gpus);
        else form.set(`machines of ${itemName(form.raw, 'pools', index)}`, path, withMachines(pool, gpus));
      }}
    />
  );
}
