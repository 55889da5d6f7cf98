import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { AT_AN_INSTANT } from '../../../../engine/scenario/living/autoscale/autoscaleChecks.ts';
import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { METRIC_LABELS, PER_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { METRICS, type MetricName } from '../../../../engine/scenario/living/livingSpec.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { type Path, setAt } from '../../documentText.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { DURATION_TEXT, NUMBER_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import classes from './MetricFields.module.css';
import { firstMetric } from './scalingKinds.ts';
import { TextField } from '../fields/TextField.tsx';

const NAMES = choicesOf(METRIC_LABELS);
const PERS = choicesOf(PER_LABELS);
const TARGET_TEXTS = { averageValue: NUMBER_TEXT, utilization: SHARE_TEXT, value: DURATION_TEXT } as const;

interface MetricsProps {
  /** Of the list. */
  readonly path: Path;
  /** KEDA's are of the pool as a whole, and each wakes it above a figure of its own. */
  readonly isOfKeda?: boolean;
}

/** What an autoscaler follows: one metric or several, of which the one that asks for most replicas decides. */
export function MetricFields({ path, isOfKeda = false }: MetricsProps) {
  const form = useForm();
  const metrics = valueAt(form.raw, path);
  const count = Array.isArray(metrics) ? metrics.length : 0;
  const add = (): void =>
    form.edit('metric added', (document) => {
      const metric = document.createNode(firstMetric('kvShare'), { flow: true });
      if (count === 0) setAt(document, path, [metric]);
      else document.addIn(path, metric);
    });
  return (
    <>
      {Array.from({ length: count }, (_, index) => (
        // A metric is what stands at its place: it has no id.
        <Metric
          key={index}
          path={[...path, index]}
          number={index + 1}
          isOnly={count === 1}
          isOfKeda={isOfKeda}
        />
      ))}
      <Button
        className={classes.add}
        size="compact-xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={add}
      >
        Add a metric
      </Button>
    </>
  );
}

interface MetricProps {
  readonly path: Path;
  readonly number: number;
  readonly isOnly: boolean;
  readonly isOfKeda: boolean;
}

function Metric({ path, number, isOnly, isOfKeda }: MetricProps) {
  const form = useForm();
  const name = String(valueAt(form.raw, [...path, 'metric']));
  const target = Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : 'averageValue';
  // A total that is not divided among the replicas, as a manifest may have it.
  const isWhole =
    target === 'averageValue' &&
    valueAt(form.raw, [...path, 'averageValue']) === undefined &&
    valueAt(form.raw, [...path, 'value']) !== undefined;
  const follow = (next: string): void => {
    const own = METRICS[next as MetricName];
    form.edit(`metric: ${name} → ${next}`, (document) => {
      if (own === target) {
        setAt(document, [...path, 'metric'], next);
        if (AT_AN_INSTANT.has(next)) document.deleteIn([...path, 'windowSeconds']);
      } else setAt(document, path, firstMetric(next as MetricName));
    });
  };
  return (
    <div role="group" aria-label={`Metric ${number}`} className={classes.metric}>
      <ChoiceField
        path={[...path, 'metric']}
        label={labelOf('pools.*.autoscale.metrics.*.metric')}
        choices={NAMES}
        onChoose={follow}
        source={
          isOnly ? undefined : (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Remove metric ${number}`}
              title="Remove"
              onClick={() => form.edit('metric removed', (document) => document.deleteIn(path))}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          )
        }
      />
      <TextField
        path={[...path, isWhole ? 'value' : target]}
        label={labelOf(`pools.*.autoscale.metrics.*.${target}`)}
        text={TARGET_TEXTS[target]}
        {...(target === 'averageValue' ? { unit: isWhole ? 'in all' : 'a replica' } : {})}
      />
      {isOfKeda ? (
        <TextField
          path={[...path, 'activation']}
          label={labelOf('pools.*.autoscale.metrics.*.activation')}
          text={TARGET_TEXTS[target]}
          placeholder="0"
        />
      ) : undefined}
      {target === 'averageValue' && !isOfKeda && !isWhole ? (
        <ChoiceField
          path={[...path, 'per']}
          label={labelOf('pools.*.autoscale.metrics.*.per')}
          choices={PERS}
          whenAbsent="pods"
        />
      ) : undefined}
      {AT_AN_INSTANT.has(name) ? undefined : (
        <TextField
          path={[...path, 'windowSeconds']}
          label={labelOf('pools.*.autoscale.metrics.*.windowSeconds')}
          text={DURATION_TEXT}
          placeholder="60 s"
        />
      )}
    </div>
  );
}
