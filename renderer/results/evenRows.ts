/**
 * How many cards stand in each row, where at most `most` have room beside each other: as few rows as can be, and
 * none of them with two cards fewer than another, so that no card is left alone below full rows.
 */
export function evenRows(count: number, most: number): readonly number[] {
  const rows = Math.ceil(count / Math.max(1, most));
  return Array.from({ length: rows }, (_, row) => Math.floor((count + rows - 1 - row) / rows));
}
