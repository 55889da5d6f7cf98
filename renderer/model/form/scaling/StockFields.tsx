import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { STOCK_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import {
  capacityOf,
  firstInterruptions,
  placeOfKind,
  type StockKind,
  stockKind,
  withStock,
} from './capacityKinds.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { useForm } from '../formModel.ts';
import { itemName } from '../listItems.ts';
import { TracedFields } from './TracedFields.tsx';

const STOCKS = choicesOf(STOCK_LABELS);

/** How many machines on demand there are for a pool. */
export function StockFields({ index }: { readonly index: number }) {
  const form = useForm();
  const pool = valueAt(form.raw, ['pools', index]);
  const at = placeOfKind(pool, 'on-demand');
  // Where there is no such entry the place is one of nothing.
  const path: Path = ['pools', index, 'capacity', at < 0 ? capacityOf(pool).length : at, 'interruptions'];
  const kind = at < 0 ? 'none' : stockKind(valueAt(form.raw, path));
  const change = (next: StockKind): void =>
    form.set(
      `machines on demand of ${itemName(form.raw, 'pools', index)}: ${STOCK_LABELS[kind]} → ${STOCK_LABELS[next]}`,
      ['pools', index, 'capacity'],
      withStock(pool, next === 'none' ? undefined : firstInterruptions('trace')),
    );
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.capacity.*.interruptions.stock')}
        choices={STOCKS.filter(({ value }) => value !== 'rows' || kind === 'rows')}
        chosen={kind}
        isWhole={kind === 'rows'}
        description=""
        onChoose={(next) => change(next as StockKind)}
      />
      <TracedFields path={path} kind={kind} />
    </>
  );
}
