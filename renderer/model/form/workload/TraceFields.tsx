import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { REPEAT_LABELS, labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { host } from '../../../api/host.ts';
import { attempt } from '../../../app/say.ts';
import { shell } from '../../../shell/shell.ts';
import { keepNow } from '../../../state/autosave.ts';
import { ChoiceField } from '../fields/ChoiceField.tsx';
import { type Path, setAt } from '../../documentText.ts';
import { NUMBER_TEXT, PLAIN_TEXT } from '../fields/fieldTexts.ts';
import { useForm } from '../formModel.ts';
import { TextField } from '../fields/TextField.tsx';
import { TRACE_FORMAT_CHOICES } from './traceFormatChoices.ts';
import { useGenerates } from '../useGenerates.ts';
import { YamlOnly } from '../fields/YamlOnly.tsx';

const COLUMNS = ['arrivalSeconds', 'promptTokens', 'outputTokens', 'tenant'] as const;

/** Names for the columns of a log that has not been looked at; an encoder's says nothing of answers. */
function firstColumns(generates: boolean) {
  return {
    arrivalSeconds: 'timestamp',
    promptTokens: 'prompt_tokens',
    ...(generates && { outputTokens: 'output_tokens' }),
  };
}

/** A recorded log and how it is replayed. */
export function TraceFields({ index }: { readonly index: number }) {
  const form = useForm();
  const path: Path = ['workloads', index, 'arrivals'];
  const generates = useGenerates(index);
  // What an encoder does not use is offered only to be taken out again.
  const isOffered = (keys: readonly string[]): boolean =>
    generates || valueAt(form.raw, [...path, ...keys]) !== undefined;
  const format = valueAt(form.raw, [...path, 'format']);
  const choose = async (): Promise<void> => {
    const file = await shell.chooseTrace();
    if (file === undefined) return;
    await keepNow(form.documentId);
    const imported = await host.documents.importTrace({ documentId: form.documentId, file });
    form.edit(`trace: ${file.name}`, (document) => setAt(document, [...path, 'trace'], imported.path));
  };
  return (
    <>
      <TextField
        path={[...path, 'trace']}
        label={labelOf('workloads.*.arrivals.trace')}
        text={PLAIN_TEXT}
        whenEmpty="keep"
        description=""
      />
      <Button
        variant="default"
        size="compact-xs"
        ml={8}
        my={4}
        leftSection={<IconFileImport size={14} aria-hidden />}
        onClick={() => void attempt(choose)}
      >
        Import a file…
      </Button>
      <ChoiceField
        path={[...path, 'format']}
        label={labelOf('workloads.*.arrivals.format')}
        choices={TRACE_FORMAT_CHOICES}
        onChoose={(next) =>
          form.edit(`format: ${String(format)} → ${next}`, (document) => {
            setAt(document, [...path, 'format'], next);
            const columns = [...path, 'columns'];
            if (next !== 'csv') setAt(document, columns, undefined);
            else if (!document.hasIn(columns)) setAt(document, columns, firstColumns(generates));
          })
        }
      />
      {format === 'csv'
        ? COLUMNS.filter((key) => key !== 'outputTokens' || isOffered(['columns', key])).map((key) => (
            <TextField
              key={key}
              path={[...path, 'columns', key]}
              label={labelOf(`workloads.*.arrivals.columns.${key}`)}
              text={PLAIN_TEXT}
            />
          ))
        : undefined}
      <TextField
        path={[...path, 'rateScale']}
        label={labelOf('workloads.*.arrivals.rateScale')}
        text={NUMBER_TEXT}
        unit="×"
      />
      <TextField
        path={[...path, 'promptScale']}
        label={labelOf('workloads.*.arrivals.promptScale')}
        text={NUMBER_TEXT}
        unit="×"
      />
      {isOffered(['outputScale']) ? (
        <TextField
          path={[...path, 'outputScale']}
          label={labelOf('workloads.*.arrivals.outputScale')}
          text={NUMBER_TEXT}
          unit="×"
        />
      ) : undefined}
      <ChoiceField
        path={[...path, 'repeat']}
        label={labelOf('workloads.*.arrivals.repeat')}
        description=""
        choices={[
          { value: false, label: REPEAT_LABELS.false },
          { value: true, label: REPEAT_LABELS.true },
        ]}
      />
      <YamlOnly path={path}>Sessions, cached tokens, its own clock, disorder and ties</YamlOnly>
    </>
  );
}
