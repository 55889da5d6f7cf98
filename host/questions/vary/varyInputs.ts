import type { AxisProblem, VaryAxes } from '../../../engine/planning/vary/varyAxes.ts';
import { checkAxes } from '../../../engine/planning/vary/checkAxes.ts';
import type { SizePrices } from '../../../engine/planning/size/replicaPrices.ts';
import { instancePrices } from '../../../engine/pricing/instancePrices.ts';
import { pricedDocument } from '../../../engine/pricing/pricedDocument.ts';
import type { Problem } from '../../../engine/scenario/reading/problem.ts';
import type { ScenarioDocument } from '../../../engine/scenario/schema.ts';
import { readCatalog } from '../../files/catalogFiles.ts';
import { InputProblemError } from '../../files/inputProblem.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import { chosenPool } from '../size/chosenPool.ts';

/** The pool whose rows are to be made, and what may be paid for it. */
export interface VaryInputs {
  readonly pool: ScenarioDocument['pools'][number];
  readonly index: number;
  readonly prices: SizePrices;
}

/** Throws `InputProblemError` where there is no such pool. */
export function varyInputs(prepared: PreparedRun, poolId: string | undefined): VaryInputs {
  const { file, checked, priceFile } = prepared;
  const index = chosenPool(file, checked, poolId);
  const pool = checked.pools[index];
  const instances = instancePrices(pool.id, pricedDocument(checked), readCatalog(), priceFile);
  return { pool, index, prices: { own: prepared.prices[index], instances } };
}

/** Axes as they are to be taken. Throws `InputProblemError` with all that cannot be. */
export function checkedAxes(
  file: string,
  { pool, prices }: VaryInputs,
  axes: VaryAxes,
  isSized: boolean,
): VaryAxes {
  const checked = checkAxes(pool, prices, readCatalog(), axes, isSized);
  if ('axes' in checked) return checked.axes;
  throw new InputProblemError(checked.problems.map((problem) => asProblem(file, problem)));
}

/** An axis is named as `--vary` takes it, which the form's labels are like. */
const AXIS_NAMES: Readonly<Record<string, string>> = {
  accelerators: 'accelerator',
  precisions: 'precision',
  providers: 'provider',
  regions: 'region',
};

function asProblem(file: string, { axis, message, suggestion }: AxisProblem): Problem {
  return {
    file,
    path: AXIS_NAMES[axis] ?? axis,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
