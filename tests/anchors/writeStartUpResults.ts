// Second half of `npm run accuracy`: today's memory plan against what engines printed when they started, every log
// with its miss, to START_UP_RESULTS.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StartUpError, startUpError } from './startUpErrors.ts';
import { missingSettings, START_UP_LOGS } from './startUpLogs.ts';
import { GIB } from './startUpSettings.ts';
import { refusalCounts, startUpSummary } from './startUpSummary.ts';

const errors = START_UP_LOGS.map(startUpError);
const { refused, told, toldOrDoubted, started, wronglyRefused } = refusalCounts(errors);
const text = [
  '# Memory plans against start-up logs',
  '',
  `\`npm run accuracy\`: ${errors.length} logs of startUpLogs.yaml, ${errors.filter(({ plan }) => plan).length} of which a document can say well enough for a plan. Errors`,
  'of KV are ours against what the engine printed (bytes; tokens where only they were). Settings that a log did not',
  "print are the engine's defaults. Left out: what is fitted, fitted to all other logs. Why they miss: START_UP_LOGS.md.",
  '',
  '| group | logs | compared | median | mean | worst | median, left out | mean, left out | worst, left out | median of activations | worst of weights |',
  `| --- |${' ---: |'.repeat(10)}`,
  ...startUpSummary(errors).map(({ group, logs, compared, ...figures }) =>
    line([group, logs, compared, ...Object.values(figures).map(percent)]),
  ),
  '',
  `Refusals told: ${told} of ${refused}. Starts refused: ${wronglyRefused} of ${started}.`,
  `Refusals told or doubted: ${toldOrDoubted}.`,
  '',
  '## Logs that started',
  '',
  'Weights, activations and the rest (context, communication) are GiB of a GPU, printed and ours.',
  '',
  '| log | weights | activations | rest | KV | KV, left out | tokens | not printed |',
  `| --- |${' ---: |'.repeat(6)} --- |`,
  ...errors.filter(({ log }) => log.refused === undefined).map(startedLine),
  '',
  '## Refusals',
  '',
  '| log | refused for | ours | doubts | KV printed | KV ours | not printed |',
  '| --- | --- | --- | --- | ---: | ---: | --- |',
  ...errors
    .filter(({ log }) => log.refused !== undefined)
    .map(({ log, verdict, doubts, plan }) =>
      line([
        log.id,
        log.refused,
        verdict ?? `cannot be said: ${log.outside}`,
        doubts.join(', '),
        gib(log.printed?.kv),
        gib(inGib(plan?.kvBytes)),
        missing(log.refused === 'degree' ? [] : missingSettings(log)),
      ]),
    ),
].join('\n');
writeFileSync(join(import.meta.dirname, 'START_UP_RESULTS.md'), `${text}\n`);
process.stdout.write(`${text}\n`);

function startedLine(row: StartUpError): string {
  const { log, plan } = row;
  const { weights, activation, nonTorch } = log.printed ?? {};
  return line([
    log.outside === undefined ? log.id : `${log.id} (cannot be said: ${log.outside})`,
    pair(weights, plan?.weightBytes),
    pair(activation, plan?.activationBytes),
    pair(nonTorch, plan && plan.runtimeBytes + plan.communicationBytes),
    signed(row.kv),
    signed(row.kvLeftOut),
    signed(row.tokens),
    missing(missingSettings(log)),
  ]);
}

function line(cells: readonly (string | number | undefined)[]): string {
  return `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
}

function pair(printed: number | undefined, ours: number | undefined): string | undefined {
  return printed === undefined ? undefined : `${gib(printed)} / ${gib(inGib(ours)) ?? '–'}`;
}

function inGib(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : bytes / GIB;
}

function gib(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`;
}

function signed(error: number | undefined): string | undefined {
  return error === undefined ? undefined : `${error < 0 ? '−' : '+'}${percent(100 * Math.abs(error))}`;
}

function percent(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value.toFixed(1)} %`;
}

function missing(names: readonly string[]): string {
  return names.join(', ');
}
