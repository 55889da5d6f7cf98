import { SLOT } from '../usage/requestSlot.ts';

const { COMPLETED_AT, FIRST_TOKEN, SCHEDULED } = SLOT;

/** An item of a job that a replica has completed. */
export interface ItemDone {
  readonly slot: number;
  readonly replica: number;
  readonly startSeconds: number;
  readonly firstTokenSeconds: number;
  readonly endSeconds: number;
}

/** Which slots hold items of jobs, and which of them have been completed since somebody looked: they are booked once they are saved. */
export interface ItemsInPool {
  readonly slots: Set<number>;
  readonly done: ItemDone[];
}

/** The item in a slot, whose row of `rows` begins at `at`, is done on a replica. */
export function noteItemDone(
  items: ItemsInPool,
  rows: Float64Array,
  replica: number,
  slot: number,
  at: number,
): void {
  items.slots.delete(slot);
  items.done.push({
    slot,
    replica,
    startSeconds: rows[at + SCHEDULED],
    firstTokenSeconds: rows[at + FIRST_TOKEN],
    endSeconds: rows[at + COMPLETED_AT],
  });
}
