import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import { NUMBER_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { TextField } from '../fields/TextField.tsx';
import { useForm } from '../formModel.ts';

interface MachinePriceProps {
  readonly path: Path;
  readonly kind: string;
  /** Whether a price cannot be left out. */
  readonly isAsked?: boolean;
}

/** What machines cost: so much off the price on demand, or a price of a GPU-hour; nothing of any other kind. */
export function MachinePriceFields({ path, kind, isAsked = false }: MachinePriceProps) {
  const form = useForm();
  if (kind === 'discount') {
    return (
      <TextField
        path={[...path, 'discount']}
        label={labelOf('pools.*.capacity.*.price.discount')}
        text={SHARE_TEXT}
      />
    );
  }
  if (kind !== 'perGpuHour') return undefined;
  return (
    <TextField
      path={[...path, 'perGpuHour']}
      label={labelOf('pools.*.capacity.*.price.perGpuHour')}
      text={NUMBER_TEXT}
      unit={String(valueAt(form.raw, ['currency']) ?? 'USD')}
      {...(isAsked && { whenEmpty: 'keep' as const })}
    />
  );
}
