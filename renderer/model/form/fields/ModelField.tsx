import { labelOf } from '../../../../engine/scenario/fieldLabels.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { modelSummary } from '../../../../engine/scenario/ownModel.ts';
import { valueAt } from '../../../../engine/scenario/reading/problems.ts';
import { type Path, setAt } from '../../documentText.ts';
import { CatalogField } from './CatalogField.tsx';
import { PLAIN_TEXT } from './fieldTexts.ts';
import { FieldRow } from './FieldRow.tsx';
import { type FieldModel, useField, useForm } from '../formModel.ts';
import classes from './ModelField.module.css';
import { OwnModelDialog } from '../pool/OwnModelDialog.tsx';
import { TextField } from './TextField.tsx';
import { YamlOnly } from './YamlOnly.tsx';

const FIRST_MODEL = 'llama-3.1-8b';

/** Which model a pool serves: one of the catalogue, or one of one's own by its configuration or its size. */
export function ModelField({ index }: { readonly index: number }) {
  const form = useForm();
  const [isOpen, setOpen] = useState(false);
  const path: Path = ['pools', index, 'model'];
  const field = useField(path, labelOf('pools.*.model'), true);
  const { value } = field;
  const isOwn = typeof value === 'object' && value !== null;
  const id = String(valueAt(form.raw, ['pools', index, 'id']));
  const put = (model: unknown, name: string): void =>
    form.edit(`model of ${id}: ${name}`, (document) => setAt(document, path, model));
  const models = form.catalog?.models ?? [];
  return (
    <>
      {isOwn ? (
        <OwnModelFields path={path} field={field} value={value} />
      ) : (
        <CatalogField
          path={path}
          label={labelOf('pools.*.model')}
          entries={models}
          placeholder="Search: 30B, embed, moe, 80 GB …"
        />
      )}
      <div className={classes.ways}>
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {isOwn ? 'Another of your own …' : 'A model of your own …'}
        </Button>
        {isOwn ? (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => put(likeOf(value) ?? FIRST_MODEL, 'one of the catalogue')}
          >
            Take one of the catalogue
          </Button>
        ) : undefined}
      </div>
      <OwnModelDialog
        isOpen={isOpen}
        models={models}
        onClose={() => setOpen(false)}
        onUse={(model, name) => {
          put(model, name);
          setOpen(false);
        }}
      />
    </>
  );
}

interface OwnModelFieldsProps {
  readonly path: Path;
  readonly field: FieldModel;
  readonly value: object;
}

function OwnModelFields({ path, field, value }: OwnModelFieldsProps) {
  const { catalog } = useForm();
  if ('parameters' in value || 'like' in value) {
    return (
      <>
        <TextField
          path={[...path, 'parameters']}
          label={labelOf('pools.*.model.parameters')}
          text={PLAIN_TEXT}
          placeholder="30B"
        />
        <CatalogField
          path={[...path, 'like']}
          label={labelOf('pools.*.model.like')}
          entries={catalog?.models ?? []}
        />
      </>
    );
  }
  const name = 'name' in value ? String(value.name) : 'Your own';
  return (
    <FieldRow field={field} label={labelOf('pools.*.model')} source={modelSummary(value)}>
      <YamlOnly path={path} elementId={field.elementId}>
        {'config' in value ? `As in ${String(value.config)}` : name}
      </YamlOnly>
    </FieldRow>
  );
}

function likeOf(value: object): string | undefined {
  return 'like' in value && typeof value.like === 'string' ? value.like : undefined;
}
