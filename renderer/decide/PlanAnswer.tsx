import { Button, Group, Text, Title } from '@mantine/core';
import { IconShoppingCart } from '@tabler/icons-react';
import { ChartCard } from '../charts/ChartCard.tsx';
import { runSource } from '../results/sourceText.ts';
import { SectionCard } from '../tables/SectionCard.tsx';
import { buy } from './buy.ts';
import classes from './DecideScreen.module.css';
import type { Plan } from './plans.ts';
import { TuneOffer } from './TuneOffer.tsx';

interface PlanAnswerProps {
  readonly documentId: string;
  readonly plan: Plan;
  readonly isOld: boolean;
  readonly isRunning: boolean;
}

/** What to buy: the verdict, one offer to try amounts of, and the evidence. */
export function PlanAnswer({ documentId, plan, isOld, isRunning }: PlanAnswerProps) {
  const { document, sections, charts } = plan;
  const { cheapest, stable } = document;
  const isSame = JSON.stringify(stable.purchases) === JSON.stringify(cheapest.purchases);
  const source = runSource(document.name, document.fleetcast);
  const suggestions = [cheapest, ...(isSame ? [] : [stable])].filter(({ purchases }) => purchases.length > 0);
  return (
    <div className={classes.answer} data-old={isOld || undefined}>
      <header className={`fc-card ${classes.verdict}`}>
        <Title order={2} size="h4" className="fc-wrap">
          {document.verdict}
        </Title>
        {isOld && !isRunning ? <Text size="sm">Planned before the last edits.</Text> : undefined}
        <Text size="xs" className="fc-quiet">
          {document.assumptions.join(' ')}
        </Text>
        <Text size="xs" className="fc-quiet">
          Not included: {document.excluded.join(', ')}.
        </Text>
        <Group gap="xs">
          {suggestions.map(({ name, purchases }, index) => (
            <Button
              key={name}
              size="compact-sm"
              variant={index === 0 ? 'filled' : 'default'}
              leftSection={<IconShoppingCart size={14} aria-hidden />}
              onClick={() =>
                buy(
                  documentId,
                  `Buy ${name}`,
                  purchases.map(({ commitment }) => commitment),
                )
              }
            >
              Buy {name}
            </Button>
          ))}
        </Group>
      </header>
      <TuneOffer documentId={documentId} plan={plan} source={source} />
      <div className={classes.pair}>
        {charts
          .filter(({ id }) => !id.startsWith('curve-'))
          .map((chart) => (
            <ChartCard key={chart.id} chart={chart} isApproximate={false} source={source} />
          ))}
      </div>
      <div className={classes.sections}>
        {sections.map((section) => (
          <SectionCard key={section.title} section={section} isApproximate={false} />
        ))}
      </div>
    </div>
  );
}
