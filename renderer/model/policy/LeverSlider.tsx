import { Slider, Text } from '@mantine/core';
import classes from './PolicyPanel.module.css';
import { leverText } from './leverText.ts';
import type { Lever } from './policyLevers.ts';

interface LeverSliderProps {
  readonly lever: Lever;
  /** Where it stands: one of its stops. */
  readonly stop: number;
  onStop(stop: number): void;
}

/** A value of a policy, dragged from stop to stop; what the document has is marked. */
export function LeverSlider({ lever, stop, onStop }: LeverSliderProps) {
  const { stops, value, label } = lever;
  const text = leverText(lever, stop);
  const isMoved = stop !== value;
  return (
    <div className={classes.lever} data-moved={isMoved || undefined}>
      <div className={classes.leverHead}>
        <Text size="sm">{label}</Text>
        <Text size="sm" fw={600} className={classes.leverValue}>
          {text}
        </Text>
      </div>
      <Slider
        thumbLabel={label}
        thumbValueText={text}
        label={null}
        min={0}
        max={stops.length - 1}
        step={1}
        value={Math.max(0, stops.indexOf(stop))}
        marks={[{ value: stops.indexOf(value) }]}
        onChange={(at) => onStop(stops[at])}
      />
      <div className={`fc-quiet ${classes.leverEnds}`}>
        <span>{leverText({ ...lever, unit: '' }, stops[0])}</span>
        {isMoved ? <span>was {leverText({ ...lever, unit: '' }, value)}</span> : undefined}
        <span>{leverText({ ...lever, unit: '' }, stops[stops.length - 1])}</span>
      </div>
    </div>
  );
}
