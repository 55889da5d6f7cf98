import { type Amount, grouped, money } from '../../../../engine/finance/plainText.ts';
import { NO_DATA } from '../../../report/reportSection.ts';
import type { ReportInput } from '../reportInput.ts';
import { bookedAmount } from '../runDocument.ts';
import { SIMULATION, type Told } from '../told.ts';

/** `saved`, `allOnDemand`, `onDemand.cost` and `spot.cost` of `pools.ID.spot`; undefined of a pool without spot. */
export function tellSpot({ run }: ReportInput, id: string, name: string): Told | undefined {
  const pool = run.pools.find((each) => each.id === id);
  const price = run.prices.find((each) => each.pool === id);
  if (pool?.spot === undefined) return undefined;
  const { spot } = pool;
  const { currency } = run.cost;
  const path = `pools.${id}.spot`;
  const shown = (value: Amount | null): string =>
    value === null ? NO_DATA : money(Number(value) < 0 ? String(value).replace(/^-/, '') : value, currency);
  const amount = (part: string, value: number | null): string =>
    shown(bookedAmount(run, `${path}.${part}`, value));
  const paid = {
    name: `cost of ${id}`,
    value: shown(bookedAmount(run, `cost.byPool.${id}`, run.cost.byPool[id])),
    source: 'the ledger',
    figure: `cost.byPool.${id}`,
  };
  const all = {
    name: 'the same, all on demand',
    value: amount('allOnDemand', spot.allOnDemand),
    source: 'the ledger, at the price on demand',
    figure: `${path}.allOnDemand`,
  };
  const unitsOf = (kind: 'onDemand' | 'spot') => ({
    name: `${price?.unit ?? 'unit-hour'}s`,
    value: spot[kind].unitHours === null ? NO_DATA : grouped(spot[kind].unitHours, 3),
    source: `${SIMULATION}: whole units by the second, started ones for their minimum at least`,
  });
  const priced = (kind: string, value: number | undefined, source: string) => ({
    name: `price ${kind}`,
    value: value === undefined ? NO_DATA : `${money(value, currency)} per ${price?.unit ?? 'unit'}`,
    source,
  });
  const onDemand = priced('on demand', price?.unitPrice, price?.source ?? NO_DATA);
  const onSpot = priced(
    price?.spot?.byHour === undefined ? 'of spot' : 'of spot, mean of the hours',
    price?.spot?.byHour?.mean ?? price?.spot?.unitPrice,
    price?.spot?.source ?? NO_DATA,
  );
  switch (name) {
    case 'spot.cost':
      return {
        title: `Cost of spot, ${id}`,
        value: amount(name, spot.spot.cost),
        formula: 'sum over hours of units paid as spot × the hour’s price',
        inputs: [unitsOf('spot'), onSpot],
      };
    case 'onDemand.cost':
      return {
        title: `Cost of ${id} on demand`,
        value: amount(name, spot.onDemand.cost),
        formula:
          'sum over hours of units paid on demand × price a unit-hour; what commitments cover at their share',
        inputs: [unitsOf('onDemand'), onDemand],
      };
    case 'allOnDemand':
      return {
        title: `The same of ${id}, all on demand`,
        value: all.value,
        formula: 'cost on demand + units paid as spot × price on demand',
        inputs: [unitsOf('spot'), onDemand, paid],
      };
    case 'saved':
      return {
        title: `${(spot.saved ?? 0) < 0 ? 'What spot costs more' : 'What spot saves'}, ${id}`,
        value: amount(name, spot.saved),
        formula: 'all on demand − cost',
        inputs: [all, paid],
        notes: [
          'Replicas that were never taken away would not have started anew, and would have been paid while spot was gone.',
        ],
      };
    default:
      return undefined;
  }
}
