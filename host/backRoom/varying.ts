import { varyChoices } from '../../engine/planning/vary/varyChoices.ts';
import type { VaryAxes } from '../../engine/planning/vary/varyAxes.ts';
import { editedText, overrideText } from '../../engine/scenario/reading/editedText.ts';
import type { VaryChoicesView, VaryEvent, VaryRow } from '../api/types.ts';
import { readCatalog } from '../files/catalogFiles.ts';
import { InputProblemError } from '../files/inputProblem.ts';
import { varyInputs } from '../questions/vary/varyInputs.ts';
import { type VariedRow, varyScenario } from '../questions/vary/varyScenario.ts';
import { prepareText, type ScenarioText } from '../run/prepareRun.ts';
import { readingText } from '../run/readingText.ts';
import type { MakeWindowRunner } from '../run/windowRunners.ts';
import type { VariantText } from './documents.ts';

/** What varies, of which pool where there are several, and whether each row is sized. */
export interface VaryAsked {
  readonly poolId?: string | undefined;
  readonly axes: VaryAxes;
  readonly sized: boolean;
}

export interface VaryingOptions extends VaryAsked {
  readonly documentId: string;
  readonly makeRunner: MakeWindowRunner;
  readonly signal: AbortSignal;
}

/** What there is to vary of a scenario's pool: the first one, where none is said. Throws `InputProblemError`. */
export async function choicesOf(
  source: ScenarioText,
  poolId: string | undefined,
  signal: AbortSignal,
): Promise<VaryChoicesView> {
  const prepared = await prepareText(source, { settings: [], signal });
  const pools = prepared.checked.pools.map(({ id }) => id);
  const { pool, prices } = varyInputs(prepared, poolId ?? pools[0]);
  const { calibration } = prepared;
  return { poolId: pool.id, pools, ...varyChoices(pool, prices, { catalog: readCatalog(), calibration }) };
}

/** Makes rows of a comparison, and tells how far it is, then which documents they are; `add` makes those, and gives their ids. */
export async function varying(
  source: ScenarioText,
  { documentId, poolId, axes, sized, makeRunner, signal }: VaryingOptions,
  add: (rows: readonly VariantText[]) => readonly string[],
  tell: (event: VaryEvent) => void,
): Promise<void> {
  const prepared = await prepareText(source, {
    settings: [],
    signal,
    onReading: (reading) => tell({ kind: 'progress', share: 0, sentence: readingText(reading) }),
  });
  const found = await varyScenario(prepared, {
    poolId,
    axes,
    isSized: sized,
    text: source.text,
    settings: [],
    prepare: (edits) => prepareText(source, { settings: edits.map(overrideText), signal }),
    makeRunner,
    signal,
    onProgress: ({ done, rows, sentence }) =>
      tell({ kind: 'progress', share: done / Math.max(1, rows), sentence }),
  });
  signal.throwIfAborted();
  const others = found.rows.filter(({ isBase }) => !isBase);
  const ids = add(others.map((row) => ({ label: row.label, text: textOf(source, row) })));
  const rows = found.rows.map((row): VaryRow => {
    const { label, isBase } = row;
    return { documentId: isBase ? documentId : ids[others.indexOf(row)], label, isBase };
  });
  tell({ kind: 'done', poolId: found.poolId, rows, leftOut: found.leftOut });
}

/** Its text as it will stand in its document. What could be checked can be written, too. */
function textOf({ file, text }: ScenarioText, { edits }: VariedRow): string {
  const edited = editedText(text, edits);
  if ('text' in edited) return edited.text;
  throw new InputProblemError(edited.problems.map((problem) => ({ ...problem, file })));
}
