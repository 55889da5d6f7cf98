import { MODE_LABELS, WINDOW_LABELS, labelOf } from '../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { type Path, setAt } from '../documentText.ts';
import { choicesOf } from './fields/choicesOf.ts';
import { ChoiceField } from './fields/ChoiceField.tsx';
import { HORIZON_LENGTHS, HORIZON_TEXT, NUMBER_TEXT, PLAIN_TEXT } from './fields/fieldTexts.ts';
import { useForm } from './formModel.ts';
import { TextField } from './fields/TextField.tsx';

const MODES = choicesOf(MODE_LABELS);
const WINDOWS = choicesOf(WINDOW_LABELS);

/** What the scenario is called, and over which time and how closely it is simulated. */
export function ScenarioFields() {
  const { raw } = useForm();
  const isSample = valueAt(raw, ['fidelity', 'mode']) === 'sample';
  return (
    <>
      <TextField path={['name']} label={labelOf('name')} text={PLAIN_TEXT} whenEmpty="keep" />
      <TextField path={['description']} label={labelOf('description')} text={PLAIN_TEXT} />
      <TextField
        path={['horizon', 'start']}
        label={labelOf('horizon.start')}
        text={PLAIN_TEXT}
        placeholder="2026-01-01"
      />
      <HorizonField />
      <FidelityMode />
      {isSample ? (
        <TextField
          path={['fidelity', 'daysPerMonth']}
          label={labelOf('fidelity.daysPerMonth')}
          text={NUMBER_TEXT}
          unit="of each kind"
          description=""
        />
      ) : (
        <ChoiceField
          path={['fidelity', 'windows']}
          label={labelOf('fidelity.windows')}
          choices={WINDOWS}
          whenAbsent="days"
          description=""
        />
      )}
      <TextField
        path={['fidelity', 'replications']}
        label={labelOf('fidelity.replications')}
        text={NUMBER_TEXT}
        placeholder={isSample ? '5' : '1'}
        description="Two or more give each figure an interval"
      />
      <TextField path={['seed']} label={labelOf('seed')} text={NUMBER_TEXT} />
    </>
  );
}

function HorizonField() {
  const form = useForm();
  const path: Path = ['horizon'];
  return (
    <TextField
      path={path}
      label={labelOf('horizon')}
      text={HORIZON_TEXT}
      isWhole
      placeholder="7 days"
      onWrite={(next, field) =>
        form.edit(
          `length of the horizon: ${HORIZON_TEXT.show(field.value) ?? ''} → ${HORIZON_TEXT.show(next) ?? ''}`,
          (document) => {
            const group = typeof next === 'object' && next !== null ? next : {};
            for (const key of HORIZON_LENGTHS) {
              if (!(key in group) && document.hasIn([...path, key])) document.deleteIn([...path, key]);
            }
            for (const [key, value] of Object.entries(group)) setAt(document, [...path, key], value);
          },
        )
      }
    />
  );
}

/** Another mode has keys of its own: those of the one before go. */
function FidelityMode() {
  const form = useForm();
  const before = valueAt(form.raw, ['fidelity', 'mode']) ?? 'every';
  return (
    <ChoiceField
      path={['fidelity', 'mode']}
      label={labelOf('fidelity.mode')}
      choices={MODES}
      whenAbsent="every"
      description=""
      onChoose={(next) =>
        form.edit(`days simulated: ${String(before)} → ${next}`, (document) => {
          setAt(document, ['fidelity', 'mode'], next);
          setAt(document, ['fidelity', next === 'sample' ? 'windows' : 'daysPerMonth'], undefined);
        })
      }
    />
  );
}
