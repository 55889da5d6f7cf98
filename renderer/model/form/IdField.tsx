import { PLAIN_TEXT } from './fieldTexts.ts';
import { setAt } from '../documentText.ts';
import { useForm } from './formModel.ts';
import { type ItemList, itemsOf } from './listItems.ts';
import { TextField } from './TextField.tsx';
import { valueAt } from '../../../engine/scenario/problems.ts';

/** The name of a workload or pool. Workloads that a renamed pool serves go with it. */
export function IdField({ list, index }: { readonly list: ItemList; readonly index: number }) {
  const form = useForm();
  return (
    <TextField
      path={[list, index, 'id']}
      label="Name"
      text={PLAIN_TEXT}
      whenEmpty="keep"
      description=""
      onWrite={(next, field, before) =>
        form.edit(
          `name: ${String(before)} → ${String(next)}`,
          (document) => {
            setAt(document, [list, index, 'id'], next);
            if (list !== 'pools') return;
            itemsOf(form.raw, 'workloads').forEach((workload, at) => {
              if (valueAt(workload, ['target']) === field.value)
                setAt(document, ['workloads', at, 'target'], next);
            });
          },
          `${list}.${index}.id`,
        )
      }
    />
  );
}
