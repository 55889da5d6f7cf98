import { Skeleton, Stack, Title } from '@mantine/core';
import classes from './ExampleCards.module.css';
import { ExampleCard, type Question } from './ExampleCard.tsx';
import { useExamples } from './useExamples.ts';

/** The questions that Fleetcast is for, by the example that answers each. */
const QUESTIONS: ReadonlyMap<string, Question> = new Map([
  ['support-assistant', { text: 'Which deployment?', answeredBy: 'comparison' }],
  ['committed-fleet', { text: 'How much to commit?', answeredBy: 'plan' }],
]);

function questionOf(name: string): { readonly question?: Question } {
  const question = QUESTIONS.get(name);
  return question === undefined ? {} : { question };
}

/** The examples with their answers, those of the main questions large. */
export function ExampleCards() {
  const examples = useExamples();
  const asking = examples?.filter(({ example }) => QUESTIONS.has(example.name)) ?? [];
  const others = examples?.filter(({ example }) => !QUESTIONS.has(example.name)) ?? [];
  return (
    <Stack component="section" gap="sm" aria-labelledby="examples-title">
      <Title order={2} size="h4" id="examples-title">
        Answered examples
      </Title>
      <div className={classes.questions}>
        {asking.map((opened) => (
          <ExampleCard key={opened.document.id} opened={opened} {...questionOf(opened.example.name)} />
        ))}
        {Array.from({ length: QUESTIONS.size - asking.length }, (_, missing) => (
          <Skeleton key={missing} height={260} radius="md" />
        ))}
      </div>
      <div className={classes.grid}>
        {others.map((opened) => (
          <ExampleCard key={opened.document.id} opened={opened} />
        ))}
      </div>
    </Stack>
  );
}
