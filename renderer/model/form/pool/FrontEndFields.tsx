import { FRONT_END_LABELS, labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { type Path, setAt } from '../../documentText.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { choicesOf } from '../fields/choicesOf.ts';
import { NUMBER_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { TextField } from '../fields/TextField.tsx';

const KINDS = choicesOf(FRONT_END_LABELS);

/** What figures of one’s own begin with: something to type over. */
const FIRST_FIGURES = { requestMs: 3.5, promptTokenUs: 2, latencyMs: 15 };

const FIGURES = [
  { key: 'requestMs', unit: 'ms' },
  { key: 'promptTokenUs', unit: 'µs' },
  { key: 'latencyMs', unit: 'ms' },
  { key: 'admissionMs', unit: 'ms a request' },
] as const;

/** What requests pass before the engine has them. */
export function FrontEndFields({ path }: { readonly path: Path }) {
  const form = useForm();
  const value = valueAt(form.raw, path);
  const kind = typeof value === 'object' && value !== null ? 'own' : undefined;
  return (
    <>
      <ChoiceField
        path={path}
        label={labelOf('pools.*.frontEnd')}
        choices={KINDS}
        whenAbsent="auto"
        {...(kind === undefined ? {} : { chosen: kind })}
        onChoose={(next) =>
          form.edit(`front end: ${next}`, (document) =>
            setAt(document, path, next === 'own' ? FIRST_FIGURES : next),
          )
        }
      />
      {kind === undefined
        ? undefined
        : FIGURES.map(({ key, unit }) => (
            <TextField
              key={key}
              path={[...path, key]}
              label={labelOf(`pools.*.frontEnd.${key}`)}
              text={NUMBER_TEXT}
              unit={unit}
            />
          ))}
    </>
  );
}
