import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import {
  appendItem,
  changedText,
  duplicateItem,
  offsetOf,
  readText,
  setAt,
  textWithValue,
} from '../../../renderer/model/documentText.ts';
import {
  ARRIVAL_KINDS,
  arrivalsOfKind,
  FIRST_LENGTHS,
} from '../../../renderer/model/form/workload/arrivalKinds.ts';
import { newItem } from '../../../renderer/model/form/listItems.ts';
import { keyOrder } from '../../../renderer/model/form/schemaHints.ts';

const FOLDER = join(import.meta.dirname, '../../../scenarios');
const examples = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const support = examples.find(({ name }) => name === 'support-assistant.yaml')?.text ?? '';
const problemsOf = (text: string) => {
  const parsed = parseScenario(text, 'test');
  return 'problems' in parsed ? parsed.problems : [];
};

describe('a value of a text', () => {
  it('is replaced letter by letter, whatever the layout around it', () => {
    const text = '# why\na:   { b: 1,c: "x" }   # kept\nd: 5\n';
    expect(textWithValue(text, ['a', 'b'], 12)).toBe('# why\na:   { b: 12,c: "x" }   # kept\nd: 5\n');
    expect(textWithValue(text, ['a', 'c'], 'y: z')).toBe('# why\na:   { b: 1,c: "y: z" }   # kept\nd: 5\n');
    expect(textWithValue('a: { b: x }\n', ['a', 'b'], '1, 2: 3')).toBe('a: { b: "1, 2: 3" }\n');
    expect(textWithValue('a: x\n', ['a'], '12')).toBe('a: "12"\n');
  });

  it('goes with the group that only it was in', () => {
    expect(textWithValue('a: 1\nb: { c: 2 }\n', ['b', 'c'], undefined)).toBe('a: 1\n');
  });

  it('is put with the groups on the way to it, on one line', () => {
    expect(textWithValue('a: 1\n', ['b', 'c', 'd'], 2)).toBe('a: 1\nb: { c: { d: 2 } }\n');
  });

  it('comes to its place among the keys of the schema', () => {
    const path = ['workloads', 0, 'arrivals', 'ratePerSecond'];
    const without = textWithValue(support, path, undefined) ?? '';
    expect(without).not.toBe(support);
    expect(textWithValue(without, path, 5.5, keyOrder(readText(without), path))).toBe(support);
  });

  it('comes to its place although one of the words that tell choices apart may be left out', () => {
    const path = ['pools', 0, 'capacity', 0, 'zones'];
    const text = 'pools: [ { capacity: [ { kind: spot, price: { discount: 60% } } ] } ]\n';
    expect(textWithValue(text, path, 3, keyOrder(readText(text), path))).toBe(
      text.replace('price', 'zones: 3, price'),
    );
  });

  it('cannot be changed through an alias, or in what is no YAML', () => {
    expect(textWithValue('a: &x { b: 1 }\nc: *x\n', ['c', 'b'], 2)).toBeUndefined();
    expect(changedText('a: [', () => undefined)).toBeUndefined();
    expect(readText('a: [')).toBeUndefined();
  });

  it('is found in the text, or the group that would hold it', () => {
    expect(support.slice(offsetOf(support, ['pools', 0, 'replicas']))).toMatch(/^2\n/);
    expect(support.slice(offsetOf(support, ['pools', 0, 'nothing']))).toMatch(/^id: h100/);
  });
});

describe('shipped scenarios', () => {
  it.each(examples)('$name is not touched by what changes nothing', ({ text }) => {
    expect(changedText(text, () => undefined)).toBe(text);
  });

  it.each(examples)('$name stays valid with items added and duplicated', ({ text }) => {
    const changed = changedText(text, (document) => {
      appendItem(document, 'pools', newItem(readText(text), 'pools'));
      appendItem(document, 'workloads', newItem(readText(text), 'workloads'));
      duplicateItem(document, 'pools', 0, 'copy');
    });
    expect(changed).toBeDefined();
    expect(problemsOf(changed ?? '')).toEqual([]);
    // What was there before still is, line by line.
    expect((changed ?? '').startsWith(text.slice(0, text.indexOf('pools:')).trimEnd())).toBe(true);
  });

  it.each(ARRIVAL_KINDS)('a workload can take arrivals of the kind $value', ({ value: kind }) => {
    const raw = readText(support) as { workloads: { arrivals: unknown }[] };
    const changed = changedText(support, (document) => {
      setAt(document, ['workloads', 0, 'arrivals'], arrivalsOfKind(raw.workloads[0].arrivals, kind));
      for (const key of ['promptTokens', 'outputTokens'] as const) {
        setAt(document, ['workloads', 0, key], kind === 'trace' ? undefined : FIRST_LENGTHS[key]);
      }
    });
    // Which file to replay is all that cannot be known.
    const missing = kind === 'trace' ? ['workloads.chat.arrivals.trace'] : [];
    expect(problemsOf(changed ?? '').map(({ path }) => path)).toEqual(missing);
  });
});
