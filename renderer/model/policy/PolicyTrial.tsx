import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { replicaBounds } from '../../../engine/scenario/living/replicaBounds.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { ChartCard } from '../../charts/ChartCard.tsx';
import { runSource } from '../../results/sourceText.ts';
import { editDocument } from '../../state/editing.ts';
import { readText } from '../documentText.ts';
import { itemName } from '../form/listItems.ts';
import { placeOfKind } from '../form/scaling/capacityKinds.ts';
import { chartWithBefore } from './chartWithBefore.ts';
import { leverText } from './leverText.ts';
import { LeverSlider } from './LeverSlider.tsx';
import { ManifestView } from './ManifestView.tsx';
import { PolicyFigures } from './PolicyFigures.tsx';
import { policyLevers } from './policyLevers.ts';
import classes from './PolicyPanel.module.css';
import { type Chosen, triedText, withAutoscaler } from './triedText.ts';
import { type PolicyAnswer, usePolicyDay } from './usePolicyDay.ts';

interface PolicyTrialProps {
  readonly documentId: string;
  readonly text: string;
  /** Of the pool. */
  readonly index: number;
}

/** Sliders of one pool's policy, and what a day is under them, beside what it is as the document stands. */
export function PolicyTrial({ documentId, text, index }: PolicyTrialProps) {
  const [chosen, setChosen] = useState<Chosen>({});
  const start = useMemo(() => withAutoscaler(text, index), [text, index]);
  const raw = useMemo(() => readText(start ?? text), [start, text]);
  const poolId = itemName(raw, 'pools', index);
  const levers = useMemo(() => policyLevers(valueAt(raw, ['pools', index])), [raw, index]);
  const tried = useMemo(
    () => (start === undefined ? undefined : triedText(start, index, levers, chosen)),
    [start, index, levers, chosen],
  );
  const isChanged = tried !== undefined && tried !== text;
  const before = usePolicyDay(documentId, poolId, text);
  const answer = usePolicyDay(documentId, poolId, isChanged ? tried : undefined);
  const shown = isChanged ? (answer ?? before) : before;
  const isBusy = shown === undefined || shown.text !== (tried ?? text);
  // What the document's rules do not allow is not written into it.
  const isWrong = !isBusy && (shown.failure?.problems.length ?? 0) > 0;
  const reset = (): void => setChosen({});
  const apply = (): void => {
    if (tried === undefined) return;
    const moved = levers.flatMap((lever) => {
      const stop = chosen[lever.id];
      const name = lever.label.charAt(0).toLowerCase() + lever.label.slice(1);
      return stop === undefined || stop === lever.value
        ? []
        : [
            `${name} ${leverText({ ...lever, unit: '' }, lever.value)} → ${leverText({ ...lever, unit: '' }, stop)}`,
          ];
    });
    editDocument(documentId, [`policy of ${poolId}`, moved.join(', ')].filter(Boolean).join(': '), tried);
    reset();
  };
  return (
    <div className={classes.trial}>
      <div className={classes.levers}>
        {levers.map((lever) => (
          <LeverSlider
            key={lever.id}
            lever={lever}
            stop={chosen[lever.id] ?? lever.value}
            onStop={(stop) => setChosen((all) => ({ ...all, [lever.id]: stop }))}
          />
        ))}
        <Group gap="xs">
          <Button
            size="compact-sm"
            leftSection={<IconCheck size={14} aria-hidden />}
            disabled={!isChanged || isWrong}
            onClick={apply}
          >
            Apply
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            disabled={Object.keys(chosen).length === 0}
            onClick={reset}
          >
            Reset
          </Button>
        </Group>
        {isNewSpot(valueAt(raw, ['pools', index]), chosen) ? (
          <Text size="xs" className="fc-quiet">
            Spot at 60% off, taken away as often as published of scarce GPUs, on demand meanwhile: figures to
            change in the form once they are applied.
          </Text>
        ) : undefined}
        {tried === undefined ? (
          <Text size="xs" className="fc-quiet">
            These values are shared with other places: change them in the YAML.
          </Text>
        ) : undefined}
      </div>
      <div className={classes.outcome} aria-busy={isBusy}>
        <Outcome shown={shown} before={isChanged ? before : undefined} />
      </div>
      <PolicyChart shown={shown} before={isChanged ? before : undefined} />
      <ManifestView text={tried ?? text} index={index} poolId={poolId} />
    </div>
  );
}

/** Whether spot comes in with what was dragged. */
function isNewSpot(pool: unknown, { onDemand }: Chosen): boolean {
  return placeOfKind(pool, 'spot') < 0 && onDemand !== undefined && onDemand < replicaBounds(pool).most;
}

interface ShownProps {
  readonly shown: PolicyAnswer | undefined;
  /** As the document stands, where that is another one. */
  readonly before: PolicyAnswer | undefined;
}

function Outcome({ shown, before }: ShownProps) {
  if (shown === undefined) {
    return (
      <Text role="status" size="sm">
        <Loader size="xs" mr={8} aria-hidden />
        Simulating a day …
      </Text>
    );
  }
  const { day, failure } = shown;
  return (
    <>
      {failure === undefined ? undefined : (
        <Alert variant="default" role="alert" title={failure.sentence}>
          {failure.problems.length === 0
            ? failure.action
            : failure.problems.map(({ suggestion }) => suggestion).find((each) => each !== undefined)}
        </Alert>
      )}
      {day === undefined ? undefined : (
        <>
          <PolicyFigures day={day} before={before?.day} isOld={failure !== undefined} />
          <Text size="xs" className="fc-quiet">
            ≈ {day.hours}: {Math.round(day.requests).toLocaleString('en-US')} requests of {day.poolId} alone,
            one replication.
          </Text>
        </>
      )}
    </>
  );
}

function PolicyChart({ shown, before }: ShownProps) {
  const day = shown?.day;
  const chart = useMemo(
    () => day?.chart && chartWithBefore(day.chart, before?.day?.chart),
    [day, before?.day?.chart],
  );
  if (day === undefined || chart === undefined) return undefined;
  return (
    <div className={classes.chart} data-chart="policy">
      <ChartCard chart={chart} isApproximate source={runSource(day.name, day.fleetcast)} height={420} />
    </div>
  );
}
