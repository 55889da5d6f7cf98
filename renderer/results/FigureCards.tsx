import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ResultView } from '../../host/api/types.ts';
import { explain } from '../explain/explainState.ts';
import { refOf } from '../state/keepResult.ts';
import { approximately } from './approximately.ts';
import classes from './FigureCards.module.css';
import { useEvenRows } from './useEvenRows.ts';

/** Amounts and their notes stand in two or three lines then. */
const LEAST_REM = 11.5;

/** The figures that are looked at first; each is a way to what it is made from. */
export function FigureCards({ result }: { readonly result: ResultView }) {
  const { ref, around, cardStyle } = useEvenRows(result.cards.length, LEAST_REM);
  return (
    <ul ref={ref} style={around} className={classes.cards} aria-label="Key figures">
      {result.cards.map(({ figure, label, value, plusMinus, note, tone }, index) => (
        <li key={figure} style={cardStyle(index)}>
          <UnstyledButton
            className={`fc-card ${classes.card}`}
            onClick={() => explain(refOf(result), figure)}
          >
            <Text component="span" size="xs" className={tone === undefined ? 'fc-quiet' : `fc-${tone}`}>
              {label}
            </Text>
            <Text component="span" className={classes.value ?? ''}>
              {approximately(result)}
              {value}
            </Text>
            <Text component="span" size="xs" className="fc-quiet">
              {plusMinus === undefined ? note : `${plusMinus}; ${note}`}
            </Text>
            <VisuallyHidden>From what?</VisuallyHidden>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
