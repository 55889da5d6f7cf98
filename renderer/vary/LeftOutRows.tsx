import { Text } from '@mantine/core';
import type { LeftOut } from '../../host/api/types.ts';
import classes from './Vary.module.css';

/** Combinations that are no rows, each with the reason; those of one reason together. */
export function LeftOutRows({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return undefined;
  const reasons = [...Map.groupBy(leftOut, ({ reason }) => reason).entries()];
  return (
    <details open={leftOut.length <= 4}>
      <Text component="summary" size="sm">
        {leftOut.length === 1 ? 'One combination is left out' : `${leftOut.length} combinations are left out`}
      </Text>
      <ul className={classes.leftOut}>
        {reasons.map(([reason, of]) => (
          <li key={reason} className="fc-wrap">
            <b>{of.map(({ label }) => label).join(', ')}</b>: {reason}.
          </li>
        ))}
      </ul>
    </details>
  );
}
