// `npm run accuracy`: the shipped calibration's way of fitting against the study's measurements, each row
// predicted by a fit that has not seen it, written to RESULTS.md with the misses. `npm run refit` writes the shipped
// calibration as well: fitted to all of them, with the error bands that those left out show.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccuracyRow } from '../../engine/calibration/accuracy.ts';
import {
  type AccuracyCell,
  accuracySummary,
  mean,
  scoredMetric,
} from '../../engine/calibration/accuracySummary.ts';
import { bandsOf, crossValidate, withBands } from '../../engine/calibration/crossValidate.ts';
import { fitCalibration } from '../../engine/calibration/fitCalibration.ts';
import {
  calibrationText,
  SHIPPED_CALIBRATION,
  shippedCalibration,
} from '../../host/files/calibrationFile.ts';
import { readCatalog } from '../../host/files/catalogFiles.ts';
import { MEASUREMENTS, publicMeasurements } from './publicMeasurements.ts';

const CASES = [
  ['calibrated', 'calibrated pair: a fifth of each group left out', 0.1],
  [
    'otherSetup',
    'calibrated pair, new setup: all rows of a precision, engine, version and degrees left out',
    undefined,
  ],
  ['knownAccelerator', 'new model: every row of its architecture left out', 0.15],
  ['borrowed', 'new accelerator: every row of it left out', 0.2],
] as const;

if (MEASUREMENTS === undefined) {
  process.stdout.write('The measurements (shared data, gpu/calibration.csv) are not beside this clone.\n');
} else {
  const catalog = readCatalog();
  const situated = publicMeasurements();
  const left = crossValidate(catalog, situated, (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} fits`);
  });
  const text = [
    '# Accuracy of predicted step times',
    '',
    `${new Date().toISOString().slice(0, 10)}, \`npm run accuracy\`: ${situated.length} public measurements, each predicted by a fit that has not`,
    'seen it. The score is the one of issue 4: mean over groups (accelerator | architecture, 5 rows or more) of the',
    'mean absolute error of times per output token (static, fixed concurrency) and of saturated throughput. What the',
    'catalogue knows of an accelerator that is left out stays: its datasheet, and what single kernels reach on it.',
    '',
    ...CASES.flatMap(([level, title, target]) => section(title, target, left[level])),
  ].join('\n');
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), `${text}\n`);
  process.stdout.write(`${text}\n`);
  if (process.argv.includes('--refit')) {
    const about = { date: new Date().toISOString().slice(0, 10), source: shippedCalibration().source };
    const refitted = withBands(fitCalibration(situated), bandsOf(left), about);
    writeFileSync(SHIPPED_CALIBRATION, calibrationText(refitted));
  }
}

function section(title: string, target: number | undefined, rows: readonly AccuracyRow[]): string[] {
  const dense = rows.filter(({ isMixture }) => isMixture === false);
  const mixture = rows.filter(({ isMixture }) => isMixture === true);
  const score = (of: readonly AccuracyRow[]) =>
    accuracySummary(of).find(({ novelty, metric }) => novelty === 'all' && metric === 'score');
  return [
    `## ${title}`,
    '',
    `Score ${cellText(score(rows))}; dense ${cellText(score(dense))}; mixtures ${cellText(score(mixture))}. ${target === undefined ? 'No target was set.' : `Target ${percent(target)}.`}`,
    '',
    '| figure | groups | rows | mean of groups | median of rows |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...accuracySummary(rows)
      .filter(({ novelty }) => novelty === 'all')
      .map(
        (cell) =>
          `| ${cell.metric} | ${cell.groups} | ${cell.rows} | ${percent(cell.groupMape)} | ${percent(cell.medianError)} |`,
      ),
    '',
    '| group | rows | mean error | |',
    '| --- | ---: | ---: | --- |',
    ...groupLines(rows, target),
    '',
  ];
}

function groupLines(rows: readonly AccuracyRow[], target = Number.POSITIVE_INFINITY): string[] {
  const groups = new Map<string, number[]>();
  for (const { group, kind, error } of rows) {
    const metric = scoredMetric(kind);
    const off = metric === undefined ? undefined : error?.[metric];
    if (off !== undefined) groups.set(group, [...(groups.get(group) ?? []), Math.abs(off)]);
  }
  return [...groups]
    .filter(([, errors]) => errors.length >= 5)
    .map(([group, errors]) => ({
      group: group.replace('|', ' · '),
      count: errors.length,
      error: mean(errors),
    }))
    .sort((a, b) => b.error - a.error)
    .map(
      ({ group, count, error }) =>
        `| ${group} | ${count} | ${percent(error)} | ${error > target ? 'missed' : ''} |`,
    );
}

function cellText(cell: AccuracyCell | undefined): string {
  return cell === undefined
    ? 'unknown'
    : `${percent(cell.groupMape)} (median of rows ${percent(cell.medianError)})`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
