import { ActionIcon, Button } from '@mantine/core';
import { IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { appendItem, duplicateItem } from '../../documentText.ts';
import { useForm } from '../formModel.ts';
import classes from './ItemBlock.module.css';
import { freeId, ITEM_WORDS, type ItemList, itemName, itemsOf, newItem, takenIds } from '../listItems.ts';

interface ItemBlockProps {
  readonly list: ItemList;
  readonly index: number;
  /** Of the group that it stands in: one workload has fields in several. */
  readonly group: string;
  /** Whether the item can be duplicated and removed here. */
  readonly isHome?: boolean;
  readonly children: ReactNode;
}

/** The fields of one workload, job, pool or offer. */
export function ItemBlock({ list, index, group, isHome = false, children }: ItemBlockProps) {
  const form = useForm();
  const name = itemName(form.raw, list, index);
  const isLast = itemsOf(form.raw, list).length === 1;
  const isNeeded = isLast && isNeededLast(form.raw, list);
  const duplicate = (): void => {
    const id = freeId(name, takenIds(form.raw, list));
    form.edit(`${name} duplicated`, (document) => duplicateItem(document, list, index, id));
  };
  const remove = (): void =>
    form.edit(`${name} removed`, (document) => {
      document.deleteIn(isLast ? [list] : [list, index]);
    });
  return (
    <section className={classes.block} aria-label={`${group}: ${name}`}>
      <div className={classes.head}>
        <h4 className={classes.name}>{name}</h4>
        {isHome ? (
          <>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Duplicate ${name}`}
              title="Duplicate"
              onClick={duplicate}
            >
              <IconCopy size={15} aria-hidden />
            </ActionIcon>
            {isNeeded ? undefined : (
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
            )}
          </>
        ) : undefined}
      </div>
      {children}
    </section>
  );
}

/** A scenario needs a pool, and a workload or a job. */
function isNeededLast(raw: unknown, list: ItemList): boolean {
  if (list === 'workloads') return itemsOf(raw, 'jobs').length === 0;
  if (list === 'jobs') return itemsOf(raw, 'workloads').length === 0;
  return list === 'pools';
}

/** A way to add a workload, job, pool or offer. */
export function AddItem({ list }: { readonly list: ItemList }) {
  const form = useForm();
  const what = ITEM_WORDS[list];
  return (
    <Button
      size="xs"
      variant="default"
      mt="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() =>
        form.edit(`${what} added`, (document) => appendItem(document, list, newItem(form.raw, list)))
      }
    >
      Add {what === 'offer' ? 'an' : 'a'} {what}
    </Button>
  );
}
