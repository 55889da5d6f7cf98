import { Skeleton, Stack, Title } from '@mantine/core';
import { useEvenRows } from '../results/useEvenRows.ts';
import classes from './ExampleCards.module.css';
import { ExampleCard, type Question } from './ExampleCard.tsx';
import { type OpenedExample, useExamples } from './useExamples.ts';

/** The questions that Fleetcast is for, by the example that answers each. */
const QUESTIONS: ReadonlyMap<string, Question> = new Map([
  ['support-assistant', { text: 'Which deployment?', answeredBy: 'comparison' }],
  ['committed-fleet', { text: 'How much to commit?', answeredBy: 'plan' }],
]);

/** The examples with their answers, those of the main questions large. */
export function ExampleCards() {
  const examples = useExamples();
  const asking = examples?.filter(({ example }) => QUESTIONS.has(example.name));
  const others = examples?.filter(({ example }) => !QUESTIONS.has(example.name));
  return (
    <Stack component="section" gap="sm" aria-labelledby="examples-title">
      <Title order={2} size="h4" id="examples-title">
        Answered examples
      </Title>
      <Row examples={asking ?? Array.from({ length: QUESTIONS.size }, () => undefined)} leastRem={30} />
      <Row examples={others ?? []} leastRem={19} />
    </Stack>
  );
}

/** A place for each from the beginning, so that nothing moves when they come. */
function Row({
  examples,
  leastRem,
}: {
  readonly examples: readonly (OpenedExample | undefined)[];
  readonly leastRem: number;
}) {
  const { ref, around, cardStyle } = useEvenRows(examples.length, leastRem);
  return (
    <div ref={ref} style={around}>
      {examples.map((opened, index) => {
        const question = QUESTIONS.get(opened?.example.name ?? '');
        return (
          <div key={opened?.example.name ?? index} className={classes.place} style={cardStyle(index)}>
            {opened === undefined ? (
              <Skeleton height="100%" radius="md" />
            ) : (
              <ExampleCard
                example={opened.example}
                document={opened.document}
                {...(question === undefined ? {} : { question })}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
