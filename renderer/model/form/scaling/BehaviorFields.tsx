import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { SELECT_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import type { Path } from '../../documentText.ts';
import classes from './BehaviorFields.module.css';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { DURATION_TEXT, POLICIES_TEXT, SHARE_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { TextField } from '../fields/TextField.tsx';

const SELECTS = choicesOf(SELECT_LABELS);

/** As Kubernetes has them where nothing is written. */
const USUAL = {
  scaleUp: { window: '0 s', policies: '4 pods in 15s, 100% in 15s' },
  scaleDown: { window: '300 s', policies: '100% in 15s' },
} as const;

/** Rules of scaling, for those who set them; open where some are written. */
export function BehaviorFields({ path }: { readonly path: Path }) {
  const { raw } = useForm();
  return (
    <details className={classes.behavior} open={valueAt(raw, path) !== undefined || undefined}>
      <summary>{labelOf('pools.*.autoscale.behavior')}: how fast it may scale</summary>
      {(['scaleUp', 'scaleDown'] as const).map((way) => (
        <Direction key={way} path={[...path, way]} way={way} />
      ))}
    </details>
  );
}

function Direction({ path, way }: { readonly path: Path; readonly way: keyof typeof USUAL }) {
  return (
    <>
      <TextField
        path={[...path, 'policies']}
        label={labelOf(`pools.*.autoscale.behavior.${way}.policies`)}
        text={POLICIES_TEXT}
        isWhole
        placeholder={USUAL[way].policies}
      />
      <ChoiceField
        path={[...path, 'selectPolicy']}
        label={labelOf(`pools.*.autoscale.behavior.${way}.selectPolicy`)}
        choices={SELECTS}
        whenAbsent="Max"
      />
      <TextField
        path={[...path, 'stabilizationWindowSeconds']}
        label={labelOf(`pools.*.autoscale.behavior.${way}.stabilizationWindowSeconds`)}
        text={DURATION_TEXT}
        placeholder={USUAL[way].window}
        description="The number moves only to what was asked for throughout so long"
      />
      <TextField
        path={[...path, 'tolerance']}
        label={labelOf(`pools.*.autoscale.behavior.${way}.tolerance`)}
        text={SHARE_TEXT}
        placeholder="as above"
      />
    </>
  );
}
