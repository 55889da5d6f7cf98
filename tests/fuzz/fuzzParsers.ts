import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readManifest } from '../../engine/scenario/manifest/readManifest.ts';
import { toldProblems } from '../../engine/scenario/reading/toldProblems.ts';
import { inspectTrace } from '../../engine/workload/trace/inspectTrace.ts';
import { contract } from '../../host/api/contract.ts';
import { scenarioName } from '../../host/backRoom/examples.ts';
import { readCalibration, shippedCalibration } from '../../host/files/calibrationFile.ts';
import { InputProblemError, textProblem } from '../../host/files/inputProblem.ts';
import { readPriceFile } from '../../host/files/priceFile.ts';
import { accuracy } from '../../host/questions/calibrate/accuracy.ts';
import { readMeasurements } from '../../host/questions/calibrate/readMeasurements.ts';
import { readCosts } from '../../host/questions/costs/readCosts.ts';
import { importPrices } from '../../host/questions/prices/importPrices.ts';
import { prepareText } from '../../host/run/prepareRun.ts';
import { changedDocument, changedText } from './changedText.ts';
import * as seeds from './seeds.ts';

/** A parser as its command calls it, and texts for it. `share` is how many of a thousand cases it gets, fewer where one takes longer. */
interface Fuzzed {
  readonly name: string;
  readonly share: number;
  readonly texts: fc.Arbitrary<string>;
  /** Reads a text, which is in `file`, too. Throws what the command would throw. */
  read(text: string, file: string): unknown;
}

const { signal } = new AbortController();
const COLUMNS = {
  arrivalSeconds: 't',
  promptTokens: 'p',
  outputTokens: 'o',
  tenant: 'who',
  cachedTokens: 'c',
};

async function* inPieces(text: string): AsyncGenerator<string, void, undefined> {
  for (let at = 0; at < text.length; at += 37) yield text.slice(at, at + 37);
}

const asJson = (documents: readonly unknown[]): fc.Arbitrary<string> =>
  changedDocument(documents).map((document) => JSON.stringify(document) ?? '');

const scenario = (text: string, settings: readonly string[] = []): Promise<unknown> =>
  prepareText(
    { file: 'case.yaml', text, locateTrace: () => ({ refusal: 'no file is read here' }) },
    { settings, signal },
  );

/** With what of the scenario is wrong as problems of it. */
const manifest = (text: string): unknown => {
  // Knative's has no limit of its own here.
  const beside = text.includes('serving.knative.dev') ? { max: 9 } : {};
  const asked = { manifest: 'case.yaml', metricOf: { own: 'waiting' }, ...beside } as const;
  const read = readManifest(text, 'case.yaml', asked);
  if (!('problems' in read)) return read;
  const own = read.own.map(({ path, message, suggestion }) => ({
    path: path.join('.'),
    message,
    ...(suggestion === undefined
      ? {}
      : { suggestion: typeof suggestion === 'string' ? suggestion : suggestion() }),
  }));
  throw new InputProblemError([...read.problems, ...own]);
};

const trace = (name: 'azure-llm' | 'mooncake' | 'burstgpt' | 'csv', share: number): Fuzzed => ({
  name: `a trace, ${name}`,
  share,
  texts: changedText([seeds.TRACES[name]]),
  read: (text) =>
    inspectTrace(inPieces(text), {
      format: name,
      maxDisorderSeconds: 60,
      ...(name === 'csv' ? { columns: COLUMNS } : {}),
    }),
});

/** Every input that a call of the contract takes, checked as it arrives. */
const callSchemas = Object.values(contract)
  .flatMap((room) => Object.values(room) as unknown[])
  .flatMap((call) => {
    const schema = (call as { '~orpc'?: { inputSchema?: { safeParse?(value: unknown): unknown } } })['~orpc']
      ?.inputSchema;
    return schema?.safeParse === undefined ? [] : [schema as { safeParse(value: unknown): unknown }];
  });

/** All parsers of what a person or a program hands over. */
export const PARSERS: readonly Fuzzed[] = [
  { name: 'a scenario', share: 10, texts: changedText(seeds.SCENARIOS), read: (text) => scenario(text) },
  {
    name: 'a scenario’s document',
    share: 10,
    texts: asJson(seeds.SCENARIOS.map((text): unknown => parse(text))),
    read: (text) => scenario(text),
  },
  {
    name: '--set',
    share: 5,
    texts: changedText(seeds.SETTINGS),
    read: (text) => scenario(seeds.SCENARIOS[0], [text]),
  },
  { name: 'the name of a draft', share: 10, texts: changedText(seeds.SCENARIOS), read: scenarioName },
  trace('azure-llm', 155),
  trace('mooncake', 155),
  trace('burstgpt', 155),
  trace('csv', 170),
  {
    name: 'measurements',
    share: 60,
    texts: changedText([seeds.MEASUREMENTS]),
    read: (_, file) => accuracy(readMeasurements(file), shippedCalibration()),
  },
  {
    name: 'a benchmark’s report',
    share: 90,
    texts: fc.oneof(
      changedText(seeds.REPORTS),
      asJson(seeds.REPORTS.map((text) => JSON.parse(text) as unknown)),
    ),
    read: (_, file) =>
      accuracy(readMeasurements(file, { accelerator: 'h100-sxm-80gb' }), shippedCalibration()),
  },
  {
    name: 'a calibration',
    share: 10,
    texts: asJson([JSON.parse(seeds.CALIBRATION)]),
    read: (_, file) => readCalibration(file),
  },
  {
    name: 'a table of prices',
    share: 75,
    texts: changedText([seeds.PRICES]),
    read: (_, file) => importPrices(file, `${file}.none`, undefined),
  },
  {
    name: 'a price file',
    share: 40,
    texts: fc.oneof(changedText([seeds.PRICE_FILE]), asJson([parse(seeds.PRICE_FILE)])),
    read: (_, file) => readPriceFile(file),
  },
  {
    name: 'a manifest',
    share: 25,
    texts: fc.oneof(
      changedText(seeds.MANIFESTS),
      asJson(seeds.MANIFESTS.map((text): unknown => parseAllDocuments(text)[0]?.toJS())),
    ),
    read: (text) => manifest(text),
  },
  {
    name: 'a cost file',
    share: 40,
    texts: changedText([seeds.COSTS]),
    read: (_, file) => readCosts(file, true, { signal }),
  },
  {
    name: 'what a call brings',
    share: 20,
    texts: asJson(seeds.CALLS),
    read: (text) => callSchemas.map((schema) => schema.safeParse(JSON.parse(text))),
  },
];

/**
 * Reads `cases` texts by all parsers, each by its share. Fails where one ends with anything but its answer or problems
 * as they are told: that would be exit 1. The seed is told with the failure; `seed` gives it again.
 */
export async function fuzzParsers(cases: number, seed: number): Promise<number> {
  const all = PARSERS.reduce((sum, { share }) => sum + share, 0);
  const directory = mkdtempSync(join(tmpdir(), 'fleetcast-fuzz-'));
  const file = join(directory, 'case');
  let done = 0;
  try {
    for (const { name, share, texts, read } of PARSERS) {
      const numRuns = Math.ceil((cases * share) / all);
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          done++;
          writeFileSync(file, text);
          try {
            await read(text, file);
          } catch (error) {
            const told = error instanceof InputProblemError ? error.problems : textProblems(error, file);
            // What is no problem is the machine's: exit 1.
            if (told === undefined) throw new Error(`${name} ends in a fault of ours`, { cause: error });
            expectTold(told);
          }
        }),
        { numRuns, seed, includeErrorInReport: true },
      );
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    return done;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function textProblems(error: unknown, file: string): InputProblemError['problems'] | undefined {
  const problem = textProblem(error, file);
  return problem === undefined ? undefined : [problem];
}

/** Each says something, none is longer than can be read, and there are not too many. */
function expectTold(problems: InputProblemError['problems']): void {
  if (problems.length === 0 || problems.some(({ message }) => message === '')) {
    throw new Error(`nothing is told: ${JSON.stringify(problems)}`);
  }
  expect(toldProblems(problems).length).toBe(problems.length);
  for (const { path, message, suggestion = '' } of problems) {
    if (path.length + message.length + suggestion.length > 3000)
      throw new Error(`too much is told: ${message}`);
  }
}
