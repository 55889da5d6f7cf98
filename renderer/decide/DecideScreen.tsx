import { Button, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconCalculator } from '@tabler/icons-react';
import { useEffect } from 'react';
import { act } from '../app/appActions.ts';
import { ExportPlan } from '../exports/ExportPlan.tsx';
import { LongCallStatus } from '../results/LongCallStatus.tsx';
import { currentDocument, goTo, type OpenDocument, problemsOf, useWorkspace } from '../state/workspace.ts';
import classes from './DecideScreen.module.css';
import { PlanAnswer } from './PlanAnswer.tsx';
import { PlanFields } from './PlanFields.tsx';
import { plans } from './plans.ts';

/** How much to commit: what is assumed and offered, and what to buy of it. */
export function DecideScreen() {
  const document = useWorkspace(currentDocument);
  if (document !== undefined) return <Commitment key={document.info.id} document={document} />;
  return (
    <Stack className="fc-screen" align="start">
      <Title order={1} size="h3">
        How much to commit?
      </Title>
      <Text>No scenario is open. Open one, and its fleets are planned for.</Text>
      <Group gap="xs">
        <Button onClick={() => goTo('home')}>See the examples</Button>
        <Button variant="default" onClick={() => act('file.open')}>
          Open…
        </Button>
      </Group>
    </Stack>
  );
}

function Commitment({ document }: { readonly document: OpenDocument }) {
  const { id } = document.info;
  const plan = plans.use((all) => all[id]);
  const isWrong = problemsOf(document).length > 0;
  const isNew = plan === undefined && !isWrong;
  useEffect(() => {
    if (isNew) void plans.start(id);
  }, [id, isNew]);
  const found = plan?.found;
  const isOld = found !== undefined && plan?.foundText !== document.text;
  return (
    <Stack className="fc-screen" gap="md">
      <Group justify="space-between" align="start">
        <div>
          <Title order={1} size="h3">
            How much to commit?
          </Title>
          <Text size="sm" className="fc-quiet">
            {document.info.name}
          </Text>
        </div>
        <Group gap="xs">
          {plan?.isRunning === true ? (
            <Button variant="default" onClick={() => plans.cancel(id)}>
              Cancel the plan
            </Button>
          ) : isOld ? undefined : (
            <Button
              variant={found === undefined ? 'filled' : 'default'}
              leftSection={<IconCalculator size={16} aria-hidden />}
              disabled={isWrong}
              onClick={() => void plans.start(id)}
            >
              {found === undefined ? 'Plan' : 'Plan again'}
            </Button>
          )}
          <ExportPlan planId={found?.planId} text={document.text} isOld={isOld} />
        </Group>
      </Group>
      {plan === undefined ? undefined : <LongCallStatus call={plan} label="Progress of the plan" />}
      {isWrong ? (
        <Text size="sm" role="status">
          The scenario has to be put right first: what is wrong stands at its fields.
        </Text>
      ) : undefined}
      <div className={classes.screen}>
        <section className={classes.assumptions} aria-label="Assumptions of the plan">
          <VisuallyHidden>
            <h2>Assumptions of the plan</h2>
          </VisuallyHidden>
          <PlanFields document={document} />
        </section>
        {found === undefined ? undefined : (
          <PlanAnswer
            // Another plan has other offers and amounts.
            key={found.planId}
            documentId={id}
            plan={found}
            isOld={isOld}
            isRunning={plan?.isRunning === true}
            isWrong={isWrong}
          />
        )}
      </div>
    </Stack>
  );
}
