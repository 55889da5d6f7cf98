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
  /** Whether the plan is of an earlier text: then there is nothing to try, and nothing to buy. */
  readonly isOld: boolean;
}

/** One offer by itself: how much of it, by slider, by number or by dragging its line, and what that comes to. */
export function TuneOffer({ documentId, plan, source, isOld }: TuneOfferProps) {
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
  // What is on the screen until the next answer is there.
  const isOfThis = at?.offer === offer.id && at.amount === amount;
  const unit = offer.isOfUnits ? 'units' : `${currency} an hour`;
  return (
    <section className={`fc-card ${classes.tune}`} aria-labelledby={titleId}>
      <Group justify="space-between" align="end" gap="sm">
        <div style={{ flex: '1 1 16rem' }}>
          <Title order={2} size="h5" id={titleId}>
            One offer by itself
          </Title>
          <Text size="xs" className="fc-quiet">
            What if nothing but this were bought, at the start
            {document.held.length === 0 ? '' : ' and beside what is held already'}? Drag its line, or say how
            much. Every hour is priced by the provider’s rules.
          </Text>
        </div>
        <Select
          size="xs"
          label="Offer"
          data={offers.map(({ id }) => id)}
          value={offer.id}
          allowDeselect={false}
          disabled={isOld}
          onChange={(value) => setOfferId(value ?? offer.id)}
        />
        <NumberInput
          size="xs"
          w="9rem"
          label={`How much, ${unit}`}
          value={amount}
          min={0}
          step={step}
          disabled={isOld}
          onChange={(value) => {
            if (typeof value === 'number' && Number.isFinite(value)) setAmount(value);
          }}
        />
        {isOld ? undefined : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconShoppingCart size={14} aria-hidden />}
            disabled={!isOfThis || at.commitment === null}
            onClick={() => void buy(documentId, planId, { offerId: offer.id, amount })}
          >
            Buy this
          </Button>
        )}
      </Group>
      <Slider
        thumbLabel={`Amount of ${offer.id}, ${unit}`}
        label={(value) => `${value} ${unit}`}
        min={0}
        max={most}
        step={step}
        value={amount}
        disabled={isOld}
        onChange={setAmount}
        marks={[{ value: curve.best.amount, label: 'least cost' }]}
        mb="md"
      />
      {at === undefined ? undefined : (
        <dl className={classes.figures} aria-label="What this amount comes to" aria-busy={!isOfThis}>
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
            chart.id === 'week' && !isOld && at.offer === offer.id ? (
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
