import { Skeleton, Stack, Title } from '@mantine/core';
import classes from './ExampleCards.module.css';
import { ExampleCard } from './ExampleCard.tsx';
import { useExamples } from './useExamples.ts';

/** The examples with their answers, the first one large. */
export function ExampleCards() {
  const examples = useExamples();
  return (
    <Stack component="section" gap="sm" aria-labelledby="examples-title">
      <Title order={2} size="h4" id="examples-title">
        Answered examples
      </Title>
      <div className={classes.grid}>
        {examples === undefined ? (
          <Skeleton height={260} radius="md" className={classes.first ?? ''} />
        ) : (
          examples.map((opened, index) => (
            <div key={opened.document.id} className={index === 0 ? classes.first : undefined}>
              <ExampleCard opened={opened} isLarge={index === 0} />
            </div>
          ))
        )}
      </div>
    </Stack>
  );
}
