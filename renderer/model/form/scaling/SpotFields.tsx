import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import {
  FALLBACK_LABELS,
  INTERRUPTION_LABELS,
  SPOT_PRICE_LABELS,
} from '../../../../engine/scenario/living/livingLabels.ts';
import { usualNotice } from '../../../../engine/scenario/living/capacity/resolveCapacity.ts';
import { SPOT_PRESETS } from '../../../../engine/scenario/living/capacity/spotPresets.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { type Path, setAt } from '../../documentText.ts';
import {
  firstInterruptions,
  firstSpotPrice,
  type InterruptionsKind,
  interruptionsKind,
  type SpotPriceKind,
  spotPriceKind,
} from './capacityKinds.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import {
  DURATION_LAW_TEXT,
  DURATION_TEXT,
  NUMBER_TEXT,
  PLAIN_TEXT,
  SHARE_TEXT,
} from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { TextField } from '../fields/TextField.tsx';
import { YamlOnly } from '../fields/YamlOnly.tsx';
import { MachinePriceFields } from './MachinePriceFields.tsx';
import { TracedFields } from './TracedFields.tsx';

interface SpotProps {
  /** Its place in the list of pools. */
  readonly pool: number;
  /** Of spot, in the pool's capacity. */
  readonly entry: number;
}

const INTERRUPTIONS = choicesOf(INTERRUPTION_LABELS);
const PRICES = choicesOf(SPOT_PRICE_LABELS);
const FALLBACKS = choicesOf(FALLBACK_LABELS);

/** Capacity that can be taken away: how it is, what it costs, and what stands in for it. */
export function SpotFields({ pool, entry }: SpotProps) {
  const form = useForm();
  const path: Path = ['pools', pool, 'capacity', entry];
  const instance = valueAt(form.raw, ['pools', pool, 'price', 'instance']);
  const hasFallback = valueAt(form.raw, [...path, 'fallback']) !== undefined;
  return (
    <>
      <InterruptionFields pool={pool} entry={entry} />
      <TextField
        path={[...path, 'notice']}
        label={labelOf('pools.*.capacity.*.notice')}
        text={DURATION_TEXT}
        placeholder={`${usualNotice(typeof instance === 'string' ? instance : '')} s`}
      />
      <SpotPriceFields pool={pool} entry={entry} />
      <ChoiceField
        path={[...path, 'fallback']}
        label={labelOf('pools.*.capacity.*.fallback')}
        choices={FALLBACKS}
        whenAbsent="none"
        onChoose={(next) =>
          form.edit(
            `without spot of ${itemName(form.raw, 'pools', pool)}: → ${FALLBACK_LABELS[next as keyof typeof FALLBACK_LABELS]}`,
            (document) => {
              setAt(document, [...path, 'fallback'], next === 'none' ? undefined : next);
              if (next === 'none') document.deleteIn([...path, 'returnAfter']);
            },
          )
        }
      />
      {hasFallback ? (
        <TextField
          path={[...path, 'returnAfter']}
          label={labelOf('pools.*.capacity.*.returnAfter')}
          text={DURATION_TEXT}
          placeholder="30min"
        />
      ) : undefined}
    </>
  );
}

/** How spot is taken away. */
function InterruptionFields({ pool, entry }: SpotProps) {
  const form = useForm();
  const spot: Path = ['pools', pool, 'capacity', entry];
  const path: Path = [...spot, 'interruptions'];
  const kind = interruptionsKind(valueAt(form.raw, path));
  const isDrawn = kind !== 'trace' && kind !== 'rows';
  const preset = kind === 'calm' || kind === 'constrained' ? SPOT_PRESETS[kind] : undefined;
  const change = (next: Exclude<InterruptionsKind, 'rows'>): void =>
    form.edit(
      `interruptions of ${itemName(form.raw, 'pools', pool)}: ${INTERRUPTION_LABELS[kind]} → ${INTERRUPTION_LABELS[next]}`,
      (document) => {
        setAt(document, path, firstInterruptions(next));
        // A trace says itself what goes together.
        if (next === 'trace') for (const key of ['together', 'zones']) document.deleteIn([...spot, key]);
      },
    );
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.capacity.*.interruptions')}
        choices={INTERRUPTIONS.filter(({ value }) => value !== 'rows' || kind === 'rows')}
        chosen={kind}
        isWhole={kind === 'rows' || preset !== undefined}
        description="How often machines are taken away"
        onChoose={(next) => change(next as Exclude<InterruptionsKind, 'rows'>)}
        source={preset && `${preset.source}, ${preset.date}. Caution: ${preset.caution}.`}
      />
      {kind === 'meanHours' ? (
        <TextField
          path={[...path, 'meanHours']}
          label={labelOf('pools.*.capacity.*.interruptions.meanHours')}
          text={NUMBER_TEXT}
          unit="hours on average"
        />
      ) : undefined}
      {kind === 'law' ? (
        <TextField
          path={[...path, 'law']}
          label={labelOf('pools.*.capacity.*.interruptions.law')}
          text={DURATION_LAW_TEXT}
          isWhole
        />
      ) : undefined}
      <TracedFields path={path} kind={kind} />
      {isDrawn ? (
        <>
          <TextField
            path={[...spot, 'together', 'share']}
            label={labelOf('pools.*.capacity.*.together.share')}
            text={SHARE_TEXT}
            placeholder={`${100 * (preset?.together ?? 0)}%`}
          />
          <TextField
            path={[...spot, 'zones']}
            label={labelOf('pools.*.capacity.*.zones')}
            text={NUMBER_TEXT}
            unit="zones"
            placeholder="1"
          />
        </>
      ) : undefined}
    </>
  );
}

/** What spot costs. */
function SpotPriceFields({ pool, entry }: SpotProps) {
  const form = useForm();
  const path: Path = ['pools', pool, 'capacity', entry, 'price'];
  const kind = spotPriceKind(valueAt(form.raw, path));
  const change = (next: Exclude<SpotPriceKind, 'steps'>): void =>
    form.set(
      `spot price of ${itemName(form.raw, 'pools', pool)}: ${SPOT_PRICE_LABELS[kind]} → ${SPOT_PRICE_LABELS[next]}`,
      path,
      firstSpotPrice(next),
    );
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.capacity.*.price')}
        choices={PRICES.filter(({ value }) => value !== 'steps' || kind === 'steps')}
        chosen={kind}
        description=""
        onChoose={(next) => change(next as Exclude<SpotPriceKind, 'steps'>)}
      />
      <MachinePriceFields path={path} kind={kind} />
      {kind === 'trace' ? <PriceTraceFields path={path} /> : undefined}
      {kind === 'steps' ? <YamlOnly path={path}>Prices over time</YamlOnly> : undefined}
    </>
  );
}

/** Which rows of a trace of prices hold. */
function PriceTraceFields({ path }: { readonly path: Path }) {
  return (
    <>
      <TextField
        path={[...path, 'trace']}
        label={labelOf('pools.*.capacity.*.price.trace')}
        text={PLAIN_TEXT}
      />
      <TextField
        path={[...path, 'instanceType']}
        label={labelOf('pools.*.capacity.*.price.instanceType')}
        text={PLAIN_TEXT}
        placeholder="any"
      />
      <TextField
        path={[...path, 'zone']}
        label={labelOf('pools.*.capacity.*.price.zone')}
        text={PLAIN_TEXT}
        placeholder="any"
      />
      <TextField
        path={[...path, 'gpus']}
        label={labelOf('pools.*.capacity.*.price.gpus')}
        text={NUMBER_TEXT}
        placeholder="those of a machine"
      />
    </>
  );
}
