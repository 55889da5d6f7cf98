import { Anchor, Text } from '@mantine/core';
import type { Path } from '../documentText.ts';

/** Stands where a form would be, of a text that cannot be read. */
export function NoForm({ onYaml }: { readonly onYaml: (path: Path) => void }) {
  return (
    <Text size="sm" p="sm">
      The text is no valid YAML at the moment, so there is no form of it. Nothing is lost:{' '}
      <Anchor component="button" type="button" inherit underline="always" onClick={() => onYaml([])}>
        put it right in the YAML
      </Anchor>
      , or undo.
    </Text>
  );
}
