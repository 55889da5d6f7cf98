import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { LOSS_LABELS, START_UP_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { START_UP_STAGES } from '../../../../engine/scenario/living/livingSpec.ts';
import { valueAt } from '../../../../engine/scenario/problems.ts';
import type { Path } from '../../documentText.ts';
import { CatalogField } from '../CatalogField.tsx';
import { ChoiceField } from '../ChoiceField.tsx';
import { choicesOf } from '../choicesOf.ts';
import { DRILL_TEXT, DURATION_LAW_TEXT, DURATION_TEXT, NUMBER_TEXT } from '../fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { firstStartUp, scalingKind, type StartUpKind, startUpKind } from './scalingKinds.ts';
import { TextField } from '../TextField.tsx';

interface PoolProps {
  readonly index: number;
}

const LOSSES = choicesOf(LOSS_LABELS);
const START_UPS = choicesOf(START_UP_LABELS);
const FIRST_REPAIR = '10min';

/** How replicas come, go and fail; of a pool whose replicas only stay there is but the drill to begin with. */
export function LifeFields({ index }: PoolProps) {
  const { raw } = useForm();
  const path: Path = ['pools', index];
  const pool = valueAt(raw, path);
  const comesAndGoes = scalingKind(pool) !== 'none';
  const fails = valueAt(pool, ['failures']) !== undefined;
  const isOfCatalog = ['auto', 'preset'].includes(startUpKind(valueAt(pool, ['startUp'])));
  return (
    <>
      {comesAndGoes || fails ? <StartUpFields index={index} /> : undefined}
      {comesAndGoes ? (
        <>
          <TextField
            path={[...path, 'drainSeconds']}
            label={labelOf('pools.*.drainSeconds')}
            text={DURATION_TEXT}
            placeholder="as long as it takes"
          />
          <TextField
            path={[...path, 'releaseSeconds']}
            label={labelOf('pools.*.releaseSeconds')}
            text={DURATION_TEXT}
            placeholder={isOfCatalog ? '600 s' : '0 s'}
          />
          <TextField
            path={[...path, 'queueSeconds']}
            label={labelOf('pools.*.queueSeconds')}
            text={DURATION_TEXT}
            placeholder="without limit"
          />
        </>
      ) : undefined}
      {comesAndGoes || valueAt(pool, ['capacity']) !== undefined ? <MachineField index={index} /> : undefined}
      {comesAndGoes || fails ? (
        <ChoiceField
          path={[...path, 'onLoss']}
          label={labelOf('pools.*.onLoss')}
          choices={LOSSES}
          whenAbsent="retry"
        />
      ) : undefined}
      <DrillFields index={index} />
    </>
  );
}

/** GPUs of a machine, where several replicas share one that is paid as a whole. */
function MachineField({ index }: PoolProps) {
  const form = useForm();
  const path: Path = ['pools', index, 'capacity'];
  const isThere = valueAt(form.raw, path) !== undefined;
  return (
    <TextField
      path={[...path, 0, 'gpusPerNode']}
      label={labelOf('pools.*.capacity.*.gpusPerNode')}
      text={NUMBER_TEXT}
      placeholder="those of a replica"
      onWrite={(gpus, field) => {
        if (isThere && gpus !== undefined) field.set(gpus);
        else
          form.set(
            `machines of ${itemName(form.raw, 'pools', index)}`,
            path,
            gpus === undefined ? undefined : [{ kind: 'on-demand', gpusPerNode: gpus }],
          );
      }}
    />
  );
}

function StartUpFields({ index }: PoolProps) {
  const form = useForm();
  const path: Path = ['pools', index, 'startUp'];
  const kind = startUpKind(valueAt(form.raw, path));
  const presets = form.catalog?.startUps ?? [];
  const change = (next: StartUpKind): void => {
    const step = `start-up of ${itemName(form.raw, 'pools', index)}`;
    form.set(
      `${step}: ${START_UP_LABELS[kind]} → ${START_UP_LABELS[next]}`,
      path,
      firstStartUp(next, presets[0]?.id ?? ''),
    );
  };
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.startUp')}
        choices={START_UPS}
        chosen={kind}
        onChoose={(next) => change(next as StartUpKind)}
        source={kind === 'auto' && presets.length > 0 ? `${presets[0].name}: ${presets[0].hint}.` : undefined}
      />
      {kind === 'preset' ? (
        <CatalogField
          path={[...path, 'preset']}
          label={labelOf('pools.*.startUp.preset')}
          entries={presets}
        />
      ) : undefined}
      {kind === 'preset' || kind === 'stages'
        ? START_UP_STAGES.map((stage) => (
            <TextField
              key={stage}
              path={[...path, stage]}
              label={labelOf(`pools.*.startUp.${stage}`)}
              text={DURATION_LAW_TEXT}
              isWhole
              placeholder={kind === 'preset' ? 'as the catalogue has it' : '0 s'}
            />
          ))
        : undefined}
    </>
  );
}

/** Failures written down: which replica, when, and how long until it is repaired. */
function DrillFields({ index }: PoolProps) {
  const form = useForm();
  const path: Path = ['pools', index, 'failures'];
  const isThere = valueAt(form.raw, path) !== undefined;
  return (
    <>
      <TextField
        path={[...path, 'at']}
        label={labelOf('pools.*.failures.at')}
        text={DRILL_TEXT}
        isWhole
        placeholder="none"
        onWrite={(at, field) => {
          if (isThere && at !== undefined) field.set(at);
          else
            form.set(
              `failures of ${itemName(form.raw, 'pools', index)}`,
              path,
              at === undefined ? undefined : { repair: FIRST_REPAIR, at },
            );
        }}
      />
      {isThere ? (
        <TextField
          path={[...path, 'repair']}
          label={labelOf('pools.*.failures.repair')}
          text={DURATION_LAW_TEXT}
          isWhole
        />
      ) : undefined}
    </>
  );
}
