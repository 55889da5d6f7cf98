import { visible } from '../../terminal/visible.ts';
import type { CalibrateDocument, FitErrors } from './calibrateDocument.ts';

/** What `calibrate` prints for people. */
export function calibrateText(document: CalibrateDocument): string {
  const { rows, left, inSample, leftOut, borrowed, out } = document;
  const of = inSample?.of ?? 'score';
  const far = Object.entries(document.calibration.pairBands ?? {}).find(([, { wide }]) => wide > FAR)?.[0];
  const line = (what: string, errors: FitErrors | null) => `  ${what.padEnd(24)} ${errorText(errors, of)}`;
  const lines = [
    `Fitted to ${rows} ${rows === 1 ? 'measurement' : 'measurements'}, ${document.date}.`,
    '',
    of === 'figures'
      ? 'Error of all figures (mean, median), as no group has five rows for the score'
      : 'Error of times per token and of saturated throughput (mean over groups, median over rows)',
    line('in the fit', inSample),
    line('a point left out', leftOut.calibrated),
    ...(leftOut.otherSetup === null ? [] : [line('its setup left out', leftOut.otherSetup)]),
    ...(leftOut.knownAccelerator === null ? [] : [line('its model left out', leftOut.knownAccelerator)]),
    ...(leftOut.borrowed === null ? [] : [line('its accelerator left out', leftOut.borrowed)]),
    '',
    ...left.map(({ reason, rows: count }) => `Not used, ${count}: ${reason}.`),
    ...(borrowed.length === 0
      ? []
      : [
          'Too few points for these pairs; their efficiencies are borrowed from what is nearest (same accelerator, engine, precision):',
          ...borrowed.slice(0, MOST_NAMED).map((each) => `  ${each}`),
          ...(borrowed.length > MOST_NAMED ? [`  and ${borrowed.length - MOST_NAMED} more`] : []),
        ]),
    ...(far === undefined
      ? []
      : [
          `Points of ${far} are off by ${percent(document.calibration.pairBands?.[far].wide ?? 0)} and more when left out: nothing that was measured is like them. Check that accelerator, GPUs, model, precision and engine are as said; forecasts of the pair will say so.`,
        ]),
    out === null
      ? 'Nothing was written; --out FILE keeps it, and a scenario names that file as calibration.'
      : `Written to ${out}; a scenario names it, by its path from there, as calibration.`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

const MOST_NAMED = 10;
/** Off by as much again: not the hardware, or not measured like anything else. */
const FAR = 1;

/** Says what it is of where that is not what the heading says. */
function errorText(errors: FitErrors | null, heading: FitErrors['of']): string {
  if (errors === null) return 'not known from so few points';
  const rows = `${errors.rows} ${errors.rows === 1 ? 'row' : 'rows'}`;
  const of = errors.of === heading ? '' : errors.of === 'score' ? ', scored figures' : ', all figures';
  return `${percent(errors.groupMape)}, ${percent(errors.medianError)} (${rows}${of})`;
}

/** One decimal. */
export function percent(value: number): string {
  return `${(value * 100).toFixed(1)}%`;
}
