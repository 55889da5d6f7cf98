import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { TRACE_FORMAT_LABELS } from '../../../../engine/scenario/living/livingLabels.ts';
import type { Path } from '../../documentText.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { PLAIN_TEXT } from '../fields/fieldTexts.ts';
import { TextField } from '../fields/TextField.tsx';
import { YamlOnly } from '../fields/YamlOnly.tsx';

const FORMATS = choicesOf(TRACE_FORMAT_LABELS);

/** Machines that are recorded, in a file or in rows of the document; nothing of any other kind. */
export function TracedFields({ path, kind }: { readonly path: Path; readonly kind: string }) {
  if (kind === 'rows') return <YamlOnly path={path}>Nodes over time</YamlOnly>;
  if (kind !== 'trace') return undefined;
  return (
    <>
      <TextField
        path={[...path, 'trace']}
        label={labelOf('pools.*.capacity.*.interruptions.trace')}
        text={PLAIN_TEXT}
      />
      <ChoiceField
        path={[...path, 'format']}
        label={labelOf('pools.*.capacity.*.interruptions.format')}
        choices={FORMATS}
      />
    </>
  );
}
