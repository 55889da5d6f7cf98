import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { PLAIN_TEXT } from './fieldTexts.ts';
import { setAt } from '../../documentText.ts';
import { useForm } from '../formModel.ts';
import { type ItemList, itemsOf } from '../listItems.ts';
import { TextField } from './TextField.tsx';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';

/** The name of a workload, job, pool or offer. What names a renamed pool goes with it. */
export function IdField({ list, index }: { readonly list: ItemList; readonly index: number }) {
  const form = useForm();
  return (
    <TextField
      path={[list, index, 'id']}
      label={labelOf(`${list}.*.id`)}
      text={PLAIN_TEXT}
      whenEmpty="keep"
      description=""
      onWrite={(next, field) =>
        form.edit(`name: ${String(field.value)} → ${String(next)}`, (document) => {
          setAt(document, [list, index, 'id'], next);
          if (list !== 'pools') return;
          for (const served of ['workloads', 'jobs'] as const) {
            itemsOf(form.raw, served).forEach((item, at) => {
              if (valueAt(item, ['target']) === field.value) setAt(document, [served, at, 'target'], next);
            });
          }
          for (const covering of ['commitments', 'commitmentOffers']) {
            for (const [at, place] of placesOf(form.raw, covering, field.value)) {
              setAt(document, [covering, at, 'pools', place], next);
            }
          }
        })
      }
    />
  );
}

/** Where the commitments of a list name a pool: which of them, and where among its pools. */
function placesOf(raw: unknown, list: string, pool: unknown): readonly (readonly [number, number])[] {
  const items = valueAt(raw, [list]);
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown, at) => {
    const pools = valueAt(item, ['pools']);
    const place = Array.isArray(pools) ? pools.indexOf(pool) : -1;
    return place < 0 ? [] : [[at, place] as const];
  });
}
