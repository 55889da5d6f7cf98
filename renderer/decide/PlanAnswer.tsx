import { Button, Group, Text, Title } from '@mantine/core';
import { IconCalculator, IconShoppingCart } from '@tabler/icons-react';
import { ChartCard } from '../charts/ChartCard.tsx';
import { runSource } from '../results/sourceText.ts';
import { SectionCard } from '../tables/SectionCard.tsx';
import { buy } from './buy.ts';
import classes from './DecideScreen.module.css';
import { type Plan, plans } from './plans.ts';
import { TuneOffer } from './TuneOffer.tsx';

interface PlanAnswerProps {
  readonly documentId: string;
  readonly plan: Plan;
  readonly isOld: boolean;
  readonly isRunning: boolean;
  /** Whether the scenario has to be put right before it can be planned for. */
  readonly isWrong: boolean;
}

/** What to buy: the verdict, one offer to try amounts of, and the evidence. */
export function PlanAnswer({ documentId, plan, isOld, isRunning, isWrong }: PlanAnswerProps) {
  const { document, sections, charts } = plan;
  const { cheapest, stable } = document;
  const isSame = JSON.stringify(stable.purchases) === JSON.stringify(cheapest.purchases);
  const source = runSource(document.name, document.fleetcast);
  const suggestions = [
    { choice: 'cheapest' as const, label: 'cheapest expected', portfolio: cheapest },
    ...(isSame ? [] : [{ choice: 'stable' as const, label: 'least regret', portfolio: stable }]),
  ].filter(({ portfolio }) => portfolio.purchases.length > 0);
  return (
    <div className={classes.answer} data-old={isOld || undefined}>
      {isOld && !isRunning ? (
        <section className={`fc-card ${classes.earlier}`} role="status" data-notice>
          <Text size="sm">
            Planned before the last edits. What it says may not hold any more, and what it would buy may be
            held already.
          </Text>
          <Button
            size="compact-sm"
            leftSection={<IconCalculator size={14} aria-hidden />}
            disabled={isWrong}
            onClick={() => void plans.start(documentId)}
          >
            Plan again
          </Button>
        </section>
      ) : undefined}
      <header className={`fc-card ${classes.verdict}`}>
        <Title order={2} size="h4" className="fc-wrap">
          {document.verdict}
        </Title>
        <Text size="xs" className="fc-quiet">
          {document.assumptions.join(' ')}
        </Text>
        <Text size="xs" className="fc-quiet">
          Not included: {document.excluded.join(', ')}.
        </Text>
        <Group gap="xs">
          {(isOld ? [] : suggestions).map(({ choice, label }, index) => (
            <Button
              key={choice}
              size="compact-sm"
              variant={index === 0 ? 'filled' : 'default'}
              leftSection={<IconShoppingCart size={14} aria-hidden />}
              onClick={() => void buy(documentId, plan.planId, { portfolio: choice })}
            >
              Buy {label}
            </Button>
          ))}
        </Group>
      </header>
      <TuneOffer documentId={documentId} plan={plan} source={source} isOld={isOld} />
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
