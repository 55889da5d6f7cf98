import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { LOSS_LABELS, START_UP_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { START_UP_STAGES } from '../../../../engine/scenario/living/livingSpec.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { placeOfKind, reservedPlaces } from './capacityKinds.ts';
import { CatalogField } from '../fields/CatalogField.tsx';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { DURATION_LAW_TEXT, DURATION_TEXT, NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { FailureFields } from './FailureFields.tsx';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { RolloutFields } from './RolloutFields.tsx';
import { firstStartUp, scalingKind, type StartUpKind, startUpKind } from './scalingKinds.ts';
import { TextField } from '../fields/TextField.tsx';

interface PoolProps {
  readonly index: number;
}

const LOSSES = choicesOf(LOSS_LABELS);
const START_UPS = choicesOf(START_UP_LABELS);

/** How replicas come, go and fail; of a pool whose replicas only stay there are but those that stand by, rollouts and failures to begin with. */
export function LifeFields({ index }: PoolProps) {
  const { raw } = useForm();
  const path: Path = ['pools', index];
  const pool = valueAt(raw, path);
  const comesAndGoes =
    scalingKind(pool) !== 'none' ||
    placeOfKind(pool, 'spot') >= 0 ||
    reservedPlaces(pool).length > 0 ||
    ['warmStandby', 'rollout'].some((key) => valueAt(pool, [key]) !== undefined) ||
    valueAt(pool, ['capacity', placeOfKind(pool, 'on-demand'), 'interruptions']) !== undefined;
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
      {comesAndGoes || fails ? (
        <ChoiceField
          path={[...path, 'onLoss']}
          label={labelOf('pools.*.onLoss')}
          choices={LOSSES}
          whenAbsent="retry"
        />
      ) : undefined}
      <TextField
        path={[...path, 'warmStandby']}
        label={labelOf('pools.*.warmStandby')}
        text={NUMBER_TEXT}
        unit="replicas"
        placeholder="none"
      />
      <RolloutFields index={index} />
      <FailureFields index={index} />
    </>
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
