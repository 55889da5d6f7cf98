import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDesk, runHere, type Desk } from '../cliRunner.ts';

const scenario = (name: string, model: string, replicas: number): string => `fleetcast: 1
name: ${name}
horizon: { hours: 1 }
workloads:
  - id: embed
    arrivals: { process: constant, ratePerSecond: 1 }
    promptTokens: 200
${model === 'bge-m3' ? '' : '    outputTokens: 5\n'}    target: p
    slo: { endToEndSeconds: 0.001, percentile: 0.95 }
pools:
  - id: p
    model: ${model}
    accelerator: l4-24gb
    replicas: ${replicas}
    price: { perGpuHour: 1 }
`;

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
  for (const [file, model, replicas] of [
    ['one', 'bge-m3', 1],
    ['two', 'bge-m3', 2],
    ['tokens', 'llama-3.1-8b', 1],
  ] as const)
    desk.write(`${file}.yaml`, scenario(file, model, replicas));
});
afterEach(() => desk.clear());

async function compared(...names: readonly string[]) {
  const out = join(desk.directory, `out-${names.join('-')}`);
  const files = names.map((name) => join(desk.directory, `${name}.yaml`));
  const { stdout, stderr } = await runHere([
    'compare',
    ...files,
    '--out',
    out,
    '--data-dir',
    join(desk.home, 'data'),
  ]);
  expect(stderr).not.toContain('Error');
  return {
    stdout,
    page: readFileSync(join(out, 'comparison.html'), 'utf8'),
    json: JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8')),
  };
}

it('encoders are held against each other by the time to the vector, and nothing speaks of tokens generated', async () => {
  const { stdout, page, json } = await compared('one', 'two');
  expect(page).toContain('p95 time to vector, s');
  expect(page).toContain('p95 time to the vector');
  for (const text of [stdout, page]) expect(text).not.toMatch(/TTFT|first token|end[- ]to[- ]end/i);
  expect(stdout).toContain('time to the vector, p95');
  expect(json.columns.find(({ key }: { key: string }) => key === 'endToEndP95').label).toBe(
    'Time to vector p95, s',
  );
  for (const line of json.lines) {
    expect(line.p95TtftSeconds).toBeNull();
    expect(line.p95VectorSeconds).toBeGreaterThan(0);
  }
});

it('beside a model that generates, the axis names both', async () => {
  const { page, json } = await compared('one', 'tokens');
  expect(page).toContain('p95 TTFT or time to vector, s');
  expect(json.lines[1]).not.toHaveProperty('p95VectorSeconds');
});
