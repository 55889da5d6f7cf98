import { Button, Group, NumberInput, Select, Slider, Text, Title } from '@mantine/core';
import { IconShoppingCart } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { ChartCard } from '../charts/ChartCard.tsx';
import { buy } from './buy.ts';
import classes from './DecideScreen.module.css';
import type { Plan } from './plans.ts';
import { useCommitmentAt } from './useCommitmentAt.ts';

interface TuneOfferProps {
  readonly documentId: string;
  readonly plan: Plan;
  readonly source: string;
}

/** One offer by itself: how much of it, by slider, by number or by dragging its line, and what that comes to. */
export function TuneOffer({ documentId, plan, source }: TuneOfferProps) {
  const titleId = useId();
  const { planId, document } = plan;
  const { offers, curves, cheapest, currency } = document;
  const [offerId, setOfferId] = useState(cheapest.purchases[0]?.offer ?? offers[0].id);
  const [amounts, setAmounts] = useState<Readonly<Record<string, number>>>({});
  const offer = offers.find(({ id }) => id === offerId) ?? offers[0];
  const curve = curves.find((each) => each.offer === offer.id) ?? curves[0];
  const amount = amounts[offer.id] ?? curve.best.amount;
  const most = Math.max(1, ...curve.points.map((point) => point.amount)) * 1.25;
  const step = offer.isOfUnits ? 1 : niceStep(most / 200);
  const setAmount = (value: number): void => {
    const stepped = Math.max(0, Math.round(value / step) * step);
    setAmounts((before) => ({ ...before, [offer.id]: Number(stepped.toPrecision(12)) }));
  };
  const at = useCommitmentAt(planId, offer.id, amount);
  const unit = offer.isOfUnits ? 'units' : `${currency} an hour`;
  return (
    <section className={`fc-card ${classes.tune}`} aria-labelledby={titleId}>
      <Group justify="space-between" align="end" gap="sm">
        <div style={{ flex: '1 1 16rem' }}>
          <Title order={2} size="h5" id={titleId}>
            One offer by itself
          </Title>
          <Text size="xs" className="fc-quiet">
            Bought at the start and alone: drag its line, or say how much. Every hour is priced by the
            provider’s rules.
          </Text>
        </div>
        <Select
          size="xs"
          label="Offer"
          data={offers.map(({ id }) => id)}
          value={offer.id}
          allowDeselect={false}
          onChange={(value) => setOfferId(value ?? offer.id)}
        />
        <NumberInput
          size="xs"
          w="9rem"
          label={`How much, ${unit}`}
          value={amount}
          min={0}
          step={step}
          onChange={(value) => {
            if (typeof value === 'number' && Number.isFinite(value)) setAmount(value);
          }}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconShoppingCart size={14} aria-hidden />}
          disabled={at?.commitment == null || at.amount !== amount}
          onClick={() => {
            if (at?.commitment != null) buy(documentId, `Buy ${at.commitment.id}`, [at.commitment]);
          }}
        >
          Buy this
        </Button>
      </Group>
      <Slider
        thumbLabel={`Amount of ${offer.id}, ${unit}`}
        label={(value) => `${value} ${unit}`}
        min={0}
        max={most}
        step={step}
        value={amount}
        onChange={setAmount}
        marks={[{ value: curve.best.amount, label: 'least cost' }]}
        mb="md"
      />
      {at === undefined ? undefined : (
        <dl className={classes.figures} aria-label="What this amount comes to">
          {at.figures.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {at === undefined ? undefined : (
        <div className={classes.pair}>
          {at.charts.map((chart) =>
            chart.id === 'week' ? (
              <ChartCard
                key={chart.id}
                chart={chart}
                isApproximate={false}
                source={source}
                onLine={(y) => setAmount(y / at.onDemandOfOne)}
              />
            ) : (
              <ChartCard key={chart.id} chart={chart} isApproximate={false} source={source} />
            ),
          )}
        </div>
      )}
    </section>
  );
}

/** A step of 1, 2 or 5 times a power of ten, near what is wanted. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10;
  return Number((factor * power).toPrecision(3));
}
