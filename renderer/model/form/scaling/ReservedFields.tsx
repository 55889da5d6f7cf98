import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import {
  RESERVATION_PRICE_LABELS,
  RESERVED_LABELS,
} from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import {
  firstReservationPrice,
  type ReservationPriceKind,
  reservationPriceKind,
  reservedPlaces,
  type ReservedKind,
  withoutEntry,
  withReserved,
} from './capacityKinds.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { NUMBER_TEXT, PLAIN_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import classes from './MetricFields.module.css';
import { TextField } from '../fields/TextField.tsx';
import { MachinePriceFields } from './MachinePriceFields.tsx';

const PRICES = choicesOf(RESERVATION_PRICE_LABELS);
const KINDS = Object.keys(RESERVED_LABELS) as readonly ReservedKind[];

/** Reservations and capacity blocks of a pool, and ways to add one. */
export function ReservedFields({ index }: { readonly index: number }) {
  const form = useForm();
  const pool = valueAt(form.raw, ['pools', index]);
  const add = (kind: ReservedKind): void =>
    form.set(
      `${RESERVED_LABELS[kind]} of ${itemName(form.raw, 'pools', index)} added`,
      ['pools', index, 'capacity'],
      withReserved(pool, kind, valueAt(form.raw, ['horizon', 'start'])),
    );
  return (
    <>
      {reservedPlaces(pool).map((place, i) => (
        // It is what stands at its place: it has no id.
        <Reserved key={place} pool={index} place={place} number={i + 1} />
      ))}
      <Group gap="xs" className={classes.add}>
        {KINDS.map((kind) => (
          <Button
            key={kind}
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => add(kind)}
          >
            Add a {RESERVED_LABELS[kind]}
          </Button>
        ))}
      </Group>
    </>
  );
}

interface ReservedProps {
  /** Its place in the list of pools. */
  readonly pool: number;
  /** In the pool's capacity. */
  readonly place: number;
  readonly number: number;
}

function Reserved({ pool, place, number }: ReservedProps) {
  const form = useForm();
  const path: Path = ['pools', pool, 'capacity', place];
  const isBlock = valueAt(form.raw, [...path, 'kind']) === 'capacity-block';
  const name = `${RESERVED_LABELS[isBlock ? 'capacity-block' : 'reservation']} ${number}`;
  const remove = (): void =>
    form.set(
      `${name} of ${itemName(form.raw, 'pools', pool)} removed`,
      ['pools', pool, 'capacity'],
      withoutEntry(valueAt(form.raw, ['pools', pool]), place),
    );
  return (
    <div role="group" aria-label={name} className={classes.metric}>
      <TextField
        path={[...path, 'nodes']}
        label={labelOf('pools.*.capacity.*.nodes')}
        text={NUMBER_TEXT}
        unit="machines"
        whenEmpty="keep"
        note={
          <>
            {name}{' '}
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Remove ${name}`}
              title="Remove"
              onClick={remove}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </>
        }
      />
      <TextField
        path={[...path, 'from']}
        label={labelOf('pools.*.capacity.*.from')}
        text={PLAIN_TEXT}
        {...(isBlock ? { whenEmpty: 'keep' as const } : { placeholder: 'the horizon’s start' })}
      />
      <TextField
        path={[...path, 'until']}
        label={labelOf('pools.*.capacity.*.until')}
        text={PLAIN_TEXT}
        {...(isBlock ? { whenEmpty: 'keep' as const } : { placeholder: 'the horizon’s end' })}
      />
      <PriceFields pool={pool} place={place} isBlock={isBlock} />
    </div>
  );
}

interface PriceProps extends Pick<ReservedProps, 'pool' | 'place'> {
  readonly isBlock: boolean;
}

/** What it costs: a block has a price of its own always. */
function PriceFields({ pool, place, isBlock }: PriceProps) {
  const form = useForm();
  const path: Path = ['pools', pool, 'capacity', place, 'price'];
  const kind = isBlock ? 'perGpuHour' : reservationPriceKind(valueAt(form.raw, path));
  const change = (next: ReservationPriceKind): void =>
    form.set(
      `price of what is reserved of ${itemName(form.raw, 'pools', pool)}: ${RESERVATION_PRICE_LABELS[kind]} → ${RESERVATION_PRICE_LABELS[next]}`,
      path,
      firstReservationPrice(next),
    );
  return (
    <>
      {isBlock ? undefined : (
        <ChoiceField
          path={path}
          label={labelOf('pools.*.capacity.*.price')}
          choices={PRICES}
          chosen={kind}
          description=""
          onChoose={(next) => change(next as ReservationPriceKind)}
        />
      )}
      <MachinePriceFields path={path} kind={kind} isAsked />
    </>
  );
}
