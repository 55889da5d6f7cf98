import type { Path } from '../../documentText.ts';
import { LENGTH_TEXT } from './fieldTexts.ts';
import { TextField } from './TextField.tsx';

/** How long prompts or outputs are: a law on one line. */
export function LengthField({ path, label }: { readonly path: Path; readonly label: string }) {
  return (
    <TextField
      path={path}
      label={label}
      text={LENGTH_TEXT}
      isWhole
      placeholder="p50 1020 p90 2735 max 8192"
    />
  );
}
