import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import type { Path } from '../../documentText.ts';
import { NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { TextField } from '../fields/TextField.tsx';

interface ScalerLimitsProps {
  /** Of the autoscaler. */
  readonly path: Path;
  /** What holds where a field is empty. */
  readonly min?: string;
  readonly max?: string;
  readonly start?: string;
}

/** Within which numbers an autoscaler stays, and with which it begins. */
export function ScalerLimits({ path, min, max, start = 'as at least' }: ScalerLimitsProps) {
  return (
    <>
      <TextField
        path={[...path, 'min']}
        label={labelOf('pools.*.autoscale.min')}
        text={NUMBER_TEXT}
        {...(min !== undefined && { placeholder: min })}
      />
      <TextField
        path={[...path, 'max']}
        label={labelOf('pools.*.autoscale.max')}
        text={NUMBER_TEXT}
        {...(max !== undefined && { placeholder: max })}
      />
      <TextField
        path={[...path, 'start']}
        label={labelOf('pools.*.autoscale.start')}
        text={NUMBER_TEXT}
        placeholder={start}
      />
    </>
  );
}
