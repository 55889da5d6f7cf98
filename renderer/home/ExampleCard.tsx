import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { IconArrowRight, IconCalculator, IconColumns } from '@tabler/icons-react';
import type { DocumentInfo, ExampleInfo } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { compareWithVariant } from '../compare/compareWithVariant.ts';
import { compareExamples } from '../compare/compareExamples.ts';
import { approximately } from '../results/approximately.ts';
import { VerdictIcon } from '../results/VerdictIcon.tsx';
import { openDocument } from '../state/opening.ts';
import { isEdited, useWorkspace } from '../state/workspace.ts';
import classes from './ExampleCards.module.css';

/** Figures on a card: the rest is a click away. */
const SHOWN = ['costPerMonth', 'latencySeconds.ttft.p95', 'unitCost.perMillionTokens'];

/** What one comes with, and which screen answers it. */
export interface Question {
  readonly text: string;
  readonly answeredBy: 'comparison' | 'plan';
}

/** A scenario with its question and its answer. */
export function ExampleCard({
  example,
  document,
  question,
}: {
  readonly example: ExampleInfo;
  readonly document: DocumentInfo;
  readonly question?: Question;
}) {
  const isLarge = question !== undefined;
  const result = useWorkspace(({ results }) => results[document.id]);
  const open = useWorkspace(({ documents }) => documents[document.id]);
  const failure = open?.draftFailure;
  return (
    <article
      className={`fc-card ${classes.card}`}
      data-large={isLarge ? true : undefined}
      aria-label={example.title}
    >
      <div>
        {question === undefined ? undefined : (
          <Text size="sm" fw={650} className={classes.question ?? ''}>
            {question.text}
          </Text>
        )}
        <Title order={3} size={isLarge ? 'h4' : 'h5'}>
          {document.name}
          {open !== undefined && isEdited(open) ? (
            <Text span size="sm" className="fc-quiet">
              {' '}
              <span aria-hidden>●</span> edited
            </Text>
          ) : undefined}
        </Title>
        <Text size="sm" className="fc-quiet" lineClamp={3} maw="60rem">
          {example.story}
        </Text>
      </div>
      {result === undefined ? (
        <Text size="sm" role="status">
          {failure === undefined ? (
            <>
              <Loader size="xs" mr={8} aria-hidden />
              Simulating …
            </>
          ) : (
            `${failure.sentence} ${failure.action}`
          )}
        </Text>
      ) : (
        <>
          <p className={classes.verdict}>
            <VerdictIcon run={result.run} /> {approximately(result)}
            {result.run.verdict}
          </p>
          <dl className={classes.figures}>
            {result.cards
              .filter(({ figure }) => SHOWN.includes(figure) || figure.startsWith('slo.'))
              .slice(0, 4)
              .map(({ figure, label, value }) => (
                <div key={figure}>
                  <dt>{label}</dt>
                  <dd>
                    {approximately(result)}
                    {value}
                  </dd>
                </div>
              ))}
          </dl>
        </>
      )}
      <Group gap="xs" className={classes.actions ?? ''}>
        <Button
          size={isLarge ? 'sm' : 'xs'}
          rightSection={<IconArrowRight size={14} aria-hidden />}
          onClick={() => openDocument(document)}
          aria-label={`Open ${document.name}`}
        >
          Open
        </Button>
        {question?.answeredBy === 'plan' ? (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconCalculator size={14} aria-hidden />}
            onClick={() => openDocument(document, 'decide')}
            aria-label={`Plan commitments for ${document.name}`}
          >
            Plan commitments
          </Button>
        ) : (
          <Button
            size={isLarge ? 'sm' : 'xs'}
            variant="default"
            leftSection={<IconColumns size={14} aria-hidden />}
            onClick={() =>
              void attempt(() =>
                example.variants.length === 0
                  ? compareWithVariant(document.id)
                  : compareExamples([example.name, ...example.variants]),
              )
            }
            aria-label={`Compare ${document.name} with ${
              example.variants.length === 0 ? 'a variant' : `its ${example.variants.length} variants`
            }`}
          >
            Compare…
          </Button>
        )}
      </Group>
    </article>
  );
}
