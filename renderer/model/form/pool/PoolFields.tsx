import { PREFILL_LABELS, PRICE_LABELS, labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { CatalogField } from '../fields/CatalogField.tsx';
import { type Choice, ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { type Path, setAt } from '../../documentText.ts';
import { AUTO_TEXT, NUMBER_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { FrontEndFields } from './FrontEndFields.tsx';
import { fittingInstances, housedPool } from './instanceChoice.ts';
import { MemoryBar } from './MemoryBar.tsx';
import { ModelField } from '../fields/ModelField.tsx';
import { PoolSummary } from './PoolSummary.tsx';
import { schemaHint } from '../schemaHints.ts';
import { TextField } from '../fields/TextField.tsx';
import { YamlOnly } from '../fields/YamlOnly.tsx';

interface PoolProps {
  readonly index: number;
}

/** The spelling that the document has. */
function memoryKey(raw: unknown, path: Path): string {
  return valueAt(raw, [...path, 'memoryUtilisation']) === undefined
    ? 'memoryUtilization'
    : 'memoryUtilisation';
}

/** Which model a pool serves, and how its steps are filled. */
export function ServingFields({ index }: PoolProps) {
  const { raw } = useForm();
  const path: Path = ['pools', index];
  const batching: Path = [...path, 'batching'];
  const stepTime = valueAt(raw, [...path, 'stepTime']) ?? 'auto';
  return (
    <>
      <PoolSummary index={index} />
      <ModelField index={index} />
      <ChoiceField
        path={[...path, 'precision']}
        label={labelOf('pools.*.precision')}
        choices={wordsAt(raw, [...path, 'precision'])}
      />
      <ChoiceField
        path={[...path, 'kvPrecision']}
        label={labelOf('pools.*.kvPrecision')}
        choices={wordsAt(raw, [...path, 'kvPrecision'])}
      />
      <TextField
        path={[...path, memoryKey(raw, path)]}
        label={labelOf('pools.*.memoryUtilization')}
        text={SHARE_TEXT}
        placeholder="the engine’s default"
      />
      <TextField
        path={[...path, 'maxModelLength']}
        label={labelOf('pools.*.maxModelLength')}
        text={NUMBER_TEXT}
        unit="tokens"
        placeholder="the model’s own"
      />
      <PoolMemoryBar index={index} />
      <FrontEndFields path={[...path, 'frontEnd']} />
      <ChoiceField
        path={[...batching, 'policy']}
        label={labelOf('pools.*.batching.policy')}
        choices={[
          { value: 'continuous', label: 'continuous' },
          { value: 'static', label: 'static' },
        ]}
      />
      <ChoiceField
        path={[...batching, 'chunkedPrefill']}
        label={labelOf('pools.*.batching.chunkedPrefill')}
        choices={[
          { value: true, label: PREFILL_LABELS.true },
          { value: false, label: PREFILL_LABELS.false },
        ]}
      />
      <TextField
        path={[...batching, 'maxSequences']}
        label={labelOf('pools.*.batching.maxSequences')}
        text={NUMBER_TEXT}
        unit="sequences"
        placeholder="256, or the engine’s"
        description=""
      />
      <TextField
        path={[...batching, 'maxBatchedTokens']}
        label={labelOf('pools.*.batching.maxBatchedTokens')}
        text={NUMBER_TEXT}
        unit="tokens"
        placeholder="2048, or the engine’s"
        description=""
      />
      <TextField
        path={[...batching, 'kvBlocks']}
        label={labelOf('pools.*.batching.kvBlocks')}
        text={AUTO_TEXT}
        placeholder="auto"
      />
      {stepTime === 'auto' ? undefined : (
        <YamlOnly path={[...path, 'stepTime']}>Step time by figures of your own</YamlOnly>
      )}
    </>
  );
}

/** What fills each GPU of the pool, as its last answer has it. */
function PoolMemoryBar({ index }: PoolProps) {
  const { raw, answer } = useForm();
  const id = valueAt(raw, ['pools', index, 'id']);
  const memory = answer?.memory.find(({ pool }) => pool === id);
  return answer && memory && <MemoryBar memory={memory} isOld={answer.isOld} />;
}

type PriceKind = 'instance' | 'perGpuHour' | 'owned' | 'none';

/** What a price of another kind begins with: figures to type over. */
const FIRST_PRICES: Readonly<Record<PriceKind, unknown>> = {
  instance: { instance: '' },
  perGpuHour: { perGpuHour: 3 },
  owned: { owned: { perGpu: 30_000, lifeYears: 5, watts: 1000, perKwh: 0.1 } },
  none: undefined,
};

const OWNED_FIELDS = [
  { key: 'perGpu', unit: undefined },
  { key: 'lifeYears', unit: 'years' },
  { key: 'residual', unit: undefined },
  { key: 'watts', unit: 'W' },
  { key: 'pue', unit: undefined },
  { key: 'perKwh', unit: undefined },
  { key: 'coloPerKwMonth', unit: 'a kW and month' },
  { key: 'opsPerGpuMonth', unit: 'a GPU and month' },
] as const;

const PRICE_KINDS = choicesOf(PRICE_LABELS);

/** What a pool's capacity costs. */
export function PriceFields({ index }: PoolProps) {
  const form = useForm();
  const path: Path = ['pools', index, 'price'];
  const price = valueAt(form.raw, path);
  const currency = String(valueAt(form.raw, ['currency']) ?? 'USD');
  const kind: PriceKind =
    price === undefined
      ? 'none'
      : ((['perGpuHour', 'owned'] as const).find((key) => valueAt(price, [key]) !== undefined) ?? 'instance');
  const change = (next: string): void => {
    const { catalog } = form;
    const cheapest = catalog && fittingInstances(housedPool(form.raw, index, catalog), catalog).at(0);
    const first =
      next === 'instance' && cheapest ? { instance: cheapest.id } : FIRST_PRICES[next as PriceKind];
    form.edit(`price: ${kind} → ${next}`, (document) => setAt(document, path, first));
  };
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.price')}
        choices={PRICE_KINDS}
        chosen={kind}
        description=""
        onChoose={change}
      />
      {kind === 'instance' ? <InstanceField index={index} /> : undefined}
      {kind === 'owned'
        ? OWNED_FIELDS.map(({ key, unit }) => (
            <TextField
              key={key}
              path={[...path, 'owned', key]}
              label={labelOf(`pools.*.price.owned.${key}`)}
              text={key === 'residual' ? SHARE_TEXT : NUMBER_TEXT}
              {...(unit === undefined ? {} : { unit })}
            />
          ))
        : undefined}
      {kind === 'perGpuHour' ? (
        <TextField
          path={[...path, 'perGpuHour']}
          label={labelOf('pools.*.price.perGpuHour')}
          text={NUMBER_TEXT}
          unit={currency}
          description=""
        />
      ) : undefined}
    </>
  );
}

/** An instance of those that hold the pool’s replicas, cheapest first. */
function InstanceField({ index }: PoolProps) {
  const { raw, catalog } = useForm();
  const pool = housedPool(raw, index, catalog);
  const entries = catalog === undefined ? [] : fittingInstances(pool, catalog);
  const wanted = `${pool.gpusPerReplica} × ${pool.accelerator ?? 'GPU'}`;
  return (
    <CatalogField
      path={['pools', index, 'price', 'instance']}
      label={labelOf('pools.*.price.instance')}
      entries={entries}
      note={
        catalog !== undefined && catalog.instances.length === 0
          ? 'The catalogue’s prices are in USD: give prices.exchangeRates in the YAML, or pay by the GPU-hour.'
          : catalog !== undefined && entries.length === 0
            ? `No instance of the catalogue holds ${wanted}: choose fewer GPUs per replica or another accelerator, or pay by the GPU-hour.`
            : undefined
      }
    />
  );
}

/** The words that the schema allows at a path. */
function wordsAt(raw: unknown, path: Path): readonly Choice[] {
  return (schemaHint(raw, path).enum ?? []).map((word) => ({ value: String(word), label: String(word) }));
}
