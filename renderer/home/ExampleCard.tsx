import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { IconArrowRight, IconCalculator, IconColumns } from '@tabler/icons-react';
import type { DocumentInfo, ExampleInfo } from '../../host/api/types.ts';
import { attempt } from '../app/say.ts';
import { compareWithVariant } from '../compare/compareWithVariant.ts';
import { compareExamples } from '../compare/compareExamples.ts';
import { approximately } from '../results/approximately.ts';
import { VerdictIcon } from '../results/VerdictIcon.tsx';
import { openDocument } from '../state/opening.ts';
import { isEdited, type OpenDocument, useWorkspace } from '../state/workspace.ts';
import classes from './ExampleCards.module.css';

/** Figures on a card: the rest is a click away. */
const SHOWN = ['costPerMonth', 'latencySeconds.ttft.p95', 'unitCost.perMillionTokens'];

/** What one comes with, and which screen answers it. */
export interface Question {
  readonly text: string;
  readonly answeredBy: 'comparison' | 'plan';
}

/**
 * The longest verdict of a card, about: the room for one is there before the answer is, in the same type. What moved
 * when an answer comes would move away from under the person who is about to press it.
 */
const ROOM_FOR_VERDICT = { large: 'four '.repeat(44), small: 'four '.repeat(64) };

/** A scenario with its question and, once its document is there and was simulated, its answer. */
export function ExampleCard({
  example,
  document,
  question,
}: {
  readonly example: ExampleInfo;
  readonly document: DocumentInfo | undefined;
  readonly question?: Question;
}) {
  const isLarge = question !== undefined;
  const open = useWorkspace(({ documents }) => (document === undefined ? undefined : documents[document.id]));
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
          {document?.name ?? example.title}
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
      <Answer document={open} isLarge={isLarge} />
      <Group gap="xs" className={classes.actions ?? ''}>
        <Deeds example={example} document={document} question={question} />
      </Group>
    </article>
  );
}

/** The verdict and figures of a card, or that they are on their way, or why there are none. */
function Answer({
  document,
  isLarge,
}: {
  readonly document: OpenDocument | undefined;
  readonly isLarge: boolean;
}) {
  const result = useWorkspace(({ results }) => results[document?.info.id ?? '']);
  const failure = document?.draftFailure;
  return (
    <>
      <div className={classes.verdict} data-room={ROOM_FOR_VERDICT[isLarge ? 'large' : 'small']}>
        {result !== undefined ? (
          <p>
            <VerdictIcon run={result.run} /> {approximately(result)}
            {result.run.verdict}
          </p>
        ) : (
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
        )}
      </div>
      {result === undefined ? (
        <div className={classes.figures} />
      ) : (
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
      )}
    </>
  );
}

/** What to do with an example: nothing before its document is there, but in the same place. */
function Deeds({
  example,
  document,
  question,
}: {
  readonly example: ExampleInfo;
  readonly document: DocumentInfo | undefined;
  readonly question: Question | undefined;
}) {
  const size = question === undefined ? 'xs' : 'sm';
  const name = document?.name ?? example.title;
  const deed = (act: (there: DocumentInfo) => void) =>
    document === undefined ? { disabled: true } : { onClick: () => act(document) };
  const { variants } = example;
  return (
    <>
      <Button
        size={size}
        rightSection={<IconArrowRight size={14} aria-hidden />}
        aria-label={`Open ${name}`}
        {...deed((there) => openDocument(there))}
      >
        Open
      </Button>
      {question?.answeredBy === 'plan' ? (
        <Button
          size={size}
          variant="default"
          leftSection={<IconCalculator size={14} aria-hidden />}
          aria-label={`Plan commitments for ${name}`}
          {...deed((there) => openDocument(there, 'decide'))}
        >
          Plan commitments
        </Button>
      ) : (
        <Button
          size={size}
          variant="default"
          leftSection={<IconColumns size={14} aria-hidden />}
          aria-label={`Compare ${name} with ${
            variants.length === 0 ? 'a variant' : `its ${variants.length} variants`
          }`}
          {...deed(
            ({ id }) =>
              void attempt(() =>
                variants.length === 0 ? compareWithVariant(id) : compareExamples([example.name, ...variants]),
              ),
          )}
        >
          Compare…
        </Button>
      )}
    </>
  );
}
