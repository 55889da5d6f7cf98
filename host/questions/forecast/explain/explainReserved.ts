import { type Amount, grouped, money } from '../../../../engine/finance/plainText.ts';
import type { ReservedFigures } from '../../../../engine/finance/fleets/reservedFigures.ts';
import { RESERVED_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { NO_DATA } from '../../../report/reportSection.ts';
import type { ReportInput } from '../reportInput.ts';
import { bookedAmount } from '../runDocument.ts';
import { SIMULATION, type Told } from '../told.ts';

/** `cost`, `allOnDemand` and `saved` of `pools.ID.reserved`; undefined of a pool in which nothing is reserved at a price of its own. */
export function tellReserved({ run }: ReportInput, id: string, name: string): Told | undefined {
  const reserved = run.pools.find((each) => each.id === id)?.reserved;
  if (reserved === undefined) return undefined;
  const price = run.prices.find((each) => each.pool === id);
  const { currency } = run.cost;
  const unit = price?.unit ?? 'unit-hour';
  const amount = (part: keyof ReservedFigures): string => {
    const value: Amount | null = bookedAmount(run, `pools.${id}.reserved.${part}`, reserved[part]);
    return value === null ? NO_DATA : money(String(value).replace(/^-/, ''), currency);
  };
  const units = {
    name: `${unit}s`,
    value: reserved.unitHours === null ? NO_DATA : grouped(reserved.unitHours, 3),
    source: `${SIMULATION}: whole units from beginning to end, whoever is on them`,
  };
  const onDemand = {
    name: 'price on demand',
    value: price === undefined ? NO_DATA : `${money(price.unitPrice, currency)} per ${unit}`,
    source: price?.source ?? NO_DATA,
  };
  const own = (price?.reserved ?? []).map(({ kind, nodes, unitPrice, source }) => ({
    name: `price of the ${RESERVED_LABELS[kind]} of ${nodes}`,
    value: `${money(unitPrice, currency)} per ${unit}`,
    source,
  }));
  const booked = (part: 'cost' | 'allOnDemand', label: string) => ({
    name: label,
    value: amount(part),
    source: 'the ledger',
    figure: `pools.${id}.reserved.${part}`,
  });
  switch (name) {
    case 'cost':
      return {
        title: `Cost of what is reserved, ${id}`,
        value: amount('cost'),
        formula:
          'sum over hours of units reserved × the hour’s price, the mean of what holds by its machines and seconds',
        inputs: [units, ...own],
      };
    case 'allOnDemand':
      return {
        title: `What is reserved of ${id}, on demand`,
        value: amount('allOnDemand'),
        formula: 'units reserved × price on demand',
        inputs: [units, onDemand],
      };
    case 'saved':
      return {
        title: `${(reserved.saved ?? 0) < 0 ? 'What reserving costs more' : 'What reserving saves'}, ${id}`,
        value: amount('saved'),
        formula: 'the same on demand − cost',
        inputs: [booked('allOnDemand', 'the same on demand'), booked('cost', 'cost')],
        notes: ['Who pays on demand may have fewer, where there are any.'],
      };
    default:
      return undefined;
  }
}
