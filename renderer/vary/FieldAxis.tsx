import { ActionIcon, Select, TagsInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { FieldPath } from './fieldPaths.ts';
import classes from './Vary.module.css';

/** A field and the values that rows are made with, as they were typed. */
export interface FieldChoice {
  readonly path: string | undefined;
  readonly values: readonly string[];
}

interface FieldAxisProps {
  readonly choice: FieldChoice;
  readonly paths: readonly FieldPath[];
  onChange(choice: FieldChoice): void;
  onRemove(): void;
}

/** Any field of the scenario, and its values. */
export function FieldAxis({ choice, paths, onChange, onRemove }: FieldAxisProps) {
  return (
    <div className={classes.field}>
      <Select
        label="Field"
        size="xs"
        searchable
        limit={60}
        placeholder="such as “Batch, at most”"
        nothingFoundMessage="No field of this scenario is called so"
        data={paths.map(({ path, label }) => ({ value: path, label }))}
        value={choice.path ?? null}
        onChange={(path) => onChange({ ...choice, path: path ?? undefined })}
      />
      <TagsInput
        label="Its values"
        size="xs"
        placeholder={choice.values.length === 0 ? '64, 128, 256' : ''}
        value={[...choice.values]}
        onChange={(values) => {
          const each = values.flatMap((value) => value.split(',')).map((value) => value.trim());
          onChange({ ...choice, values: [...new Set(each.filter((value) => value !== ''))] });
        }}
      />
      <ActionIcon variant="subtle" color="gray" aria-label="Do not vary this field" onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
