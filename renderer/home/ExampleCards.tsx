import { Skeleton, Stack, Title } from '@mantine/core';
import classes from './ExampleCards.module.css';
import { ExampleCard } from './ExampleCard.tsx';
import { useExamples } from './useExamples.ts';

/** The examples with their answers, the first one large. */
export function ExampleCards() {
  const [first, ...others] = useExamples() ?? [];
  return (
    <Stack component="section" gap="sm" aria-labelledby="examples-title">
      <Title order={2} size="h4" id="examples-title">
        Answered examples
      </Title>
      {first === undefined ? (
        <Skeleton height={260} radius="md" />
      ) : (
        <ExampleCard key={first.document.id} opened={first} isLarge />
      )}
      <div className={classes.grid}>
        {others.map((opened) => (
          <ExampleCard key={opened.document.id} opened={opened} isLarge={false} />
        ))}
      </div>
    </Stack>
  );
}
