import type { CalibrateDocument, FitErrors } from '../calibration/calibrateDocument.ts';

/** What `calibrate` prints for people. */
export function calibrateText(document: CalibrateDocument): string {
  const { rows, left, inSample, leftOut, borrowed, out } = document;
  const lines = [
    `Fitted to ${rows} ${rows === 1 ? 'measurement' : 'measurements'}, ${document.date}.`,
    '',
    inSample?.of === 'figures'
      ? 'Error of all figures (mean, median), as no group has five rows for the score'
      : 'Error of times per token and of saturated throughput (mean over groups, median over rows)',
    `  in the fit              ${errorText(inSample)}`,
    `  a point left out        ${errorText(leftOut.calibrated)}`,
    ...(leftOut.otherSetup === null ? [] : [`  its setup left out      ${errorText(leftOut.otherSetup)}`]),
    ...(leftOut.knownAccelerator === null
      ? []
      : [`  its model left out      ${errorText(leftOut.knownAccelerator)}`]),
    ...(leftOut.borrowed === null ? [] : [`  its accelerator left out ${errorText(leftOut.borrowed)}`]),
    '',
    ...left.map(({ reason, rows: count }) => `Not used, ${count}: ${reason}.`),
    ...(borrowed.length === 0
      ? []
      : [
          'Too few points for these pairs; their efficiencies are borrowed from what is nearest (same accelerator, engine, precision):',
          ...borrowed.slice(0, MOST_NAMED).map((each) => `  ${each}`),
          ...(borrowed.length > MOST_NAMED ? [`  and ${borrowed.length - MOST_NAMED} more`] : []),
        ]),
    out === null
      ? 'Nothing was written; --out FILE keeps it, and a scenario names that file as calibration.'
      : `Written to ${out}; a scenario names it, by its path from there, as calibration.`,
  ];
  return `${lines.join('\n')}\n`;
}

const MOST_NAMED = 10;

function errorText(errors: FitErrors | null): string {
  if (errors === null) return 'not known from so few points';
  return `${percent(errors.groupMape)}, ${percent(errors.medianError)} (${errors.rows} ${errors.rows === 1 ? 'row' : 'rows'})`;
}

/** One decimal. */
export function percent(value: number): string {
  return `${(value * 100).toFixed(1)}%`;
}
