import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputProblemError } from '../../host/files/inputProblem.ts';
import { prepareRun } from '../../host/run/prepareRun.ts';
import { sharedData } from '../sharedData.ts';
import { runHere } from './cliRunner.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleetcast-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));
const SCENARIO = join(folder, 'scenario.yaml');

/** A scenario of a pool that is scaled so. */
function write(autoscale: string, pool = ''): string {
  writeFileSync(
    SCENARIO,
    `fleetcast: 1
name: n
horizon: { hours: 1 }
workloads: [{ id: w, target: p, arrivals: { process: poisson, ratePerSecond: 1 }, promptTokens: 100, outputTokens: 100 }]
pools:
  - id: p
    stepTime: { linear: { baseMs: 20 } }
    batching: { kvBlocks: 900 }
    autoscale: ${autoscale}
    ${pool}
`,
  );
  return SCENARIO;
}

function prepared(autoscale: string, pool?: string) {
  return prepareRun(write(autoscale, pool), { dataDirectory: folder } as never);
}

async function problemsOf(autoscale: string, pool?: string) {
  const error: unknown = await prepared(autoscale, pool).catch((thrown: unknown) => thrown);
  if (error instanceof InputProblemError) return error.problems;
  throw error;
}

const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: chat }
spec:
  scaleTargetRef: { kind: Deployment, name: chat }
  minReplicas: 1
  maxReplicas: 3
  metrics:
    - { type: Pods, pods: { metric: { name: vllm_num_requests_waiting }, target: { type: AverageValue, averageValue: 5 } } }
`;
const BY_HAND = '{ kind: hpa, min: 1, max: 3, metrics: [{ metric: waiting, averageValue: 5 }] }';

describe('a scenario that names a manifest', () => {
  it('is the one that has the autoscaler written in it', async () => {
    writeFileSync(join(folder, 'hpa.yaml'), HPA);
    const byFile = await prepared('{ manifest: ./hpa.yaml }');
    const byHand = await prepared(BY_HAND);
    expect(byFile.spec).toEqual(byHand.spec);
    expect(byFile.keys).toEqual(byHand.keys);
    expect(byFile.scenarioHash).toBe(byHand.scenarioHash);
    expect(byFile.inputs).toContain(join(folder, 'hpa.yaml'));
    expect(byHand.notes).toEqual([]);
  });

  it('is another one when the file is', async () => {
    writeFileSync(join(folder, 'hpa.yaml'), HPA);
    const before = await prepared('{ manifest: hpa.yaml }');
    writeFileSync(join(folder, 'hpa.yaml'), HPA.replace('maxReplicas: 3', 'maxReplicas: 4'));
    const after = await prepared('{ manifest: hpa.yaml }');
    expect(after.scenarioHash).not.toBe(before.scenarioHash);
    expect(after.keys).not.toEqual(before.keys);
  });

  it('tells by validate what is not read of it', async () => {
    writeFileSync(join(folder, 'hpa.yaml'), HPA);
    const answer = await runHere(['validate', write('{ manifest: ./hpa.yaml }')]);
    expect(answer.code).toBe(0);
    expect(answer.stdout).toContain(
      'pools.p.autoscale.manifest: note: ./hpa.yaml:5:19: spec.scaleTargetRef: is not read: what is scaled is this pool',
    );
    const { scenarios } = JSON.parse((await runHere(['validate', SCENARIO, '--json'])).stdout);
    expect(scenarios[0].notes).toHaveLength(1);
    const plain = JSON.parse((await runHere(['validate', write(BY_HAND), '--json'])).stdout);
    expect(plain.scenarios[0]).not.toHaveProperty('notes');
  });

  it.each([
    ['{ manifest: ./missing.yaml }', '', 'pools.p.autoscale.manifest', /missing\.yaml: cannot be read: /],
    [
      '{ manifest: ./scenario.yaml }',
      '',
      'pools.p.autoscale.manifest',
      /scenario\.yaml.*: has none of what is read/,
    ],
    ['{ manifest: ./hpa.yaml, name: other }', '', 'pools.p.autoscale.name', /there is no “other”/],
    [
      '{ manifest: ./hpa.yaml, start: 4 }',
      '',
      'pools.p.autoscale.start',
      /from min \(1\) to max \(3\), got 4/,
    ],
    ['{ manifest: ./hpa.yaml, max: 4 }', '', 'pools.p.autoscale.max', /is said by the manifest already/],
    [
      '{ manifest: ./hpa.yaml, metricOf: { a: queue } }',
      '',
      'pools.p.autoscale.metricOf.a',
      /must be .*, got “queue”/,
    ],
    ['{ manifest: ./hpa.yaml }', 'replicas: 2', 'pools.p.replicas', /does not go with autoscale/],
    [
      '{ manifest: ./hpa.yaml }',
      'failures: { repair: 10min, at: [{ second: 60, replica: 3 }] }',
      'pools.p.failures.at.0.replica',
      /never a replica 3: the pool has at most 3/,
    ],
  ])('%s %s is answered at %s', async (autoscale, pool, path, message) => {
    writeFileSync(join(folder, 'hpa.yaml'), HPA);
    const problems = await problemsOf(autoscale, pool);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: SCENARIO, path, message: expect.stringMatching(message) });
    expect(problems[0]?.line).toBeGreaterThan(8);
  });

  it('says of a manifest that is wrong where, what, and what would be right, and ends with 2', async () => {
    writeFileSync(join(folder, 'hpa.yaml'), HPA.replace('averageValue: 5', 'averageValue: five'));
    const { code, stderr } = await runHere(['simulate', write('{ manifest: ./hpa.yaml }')]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'scenario.yaml:9:28: pools.p.autoscale.manifest: ./hpa.yaml:9:118: spec.metrics.0.pods.target.averageValue: “five” is no quantity: it must be a quantity of Kubernetes such as 5, “500m” or “5k”',
    );
  });
});

describe('fleetcast manifest', () => {
  const POLICY =
    '{ kind: hpa, min: 1, max: 3, start: 2, syncSeconds: 30, metrics: [{ metric: outstanding, averageValue: 2.5 }, { metric: ttftP95, value: 2s, windowSeconds: 90 }] }';

  it('writes a policy that reads back to the same simulation', async () => {
    const out = join(folder, 'written.yaml');
    const byHand = await prepared(POLICY);
    const answer = await runHere(['manifest', SCENARIO, '--out', out]);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    const [line = ''] = answer.stdout.split('\n');
    expect(line).toBe(`${out}: autoscale: { manifest: ./written.yaml, start: 2, syncSeconds: 30 }`);
    const byFile = await prepared(line.slice(line.indexOf('{')));
    expect(byFile.spec).toEqual(byHand.spec);
    expect(byFile.keys).toEqual(byHand.keys);
  });

  it('prints it, under what is to be done by hand', async () => {
    const answer = await runHere([
      'manifest',
      write(POLICY),
      '--name',
      'My Chat',
      '--set',
      'pools.p.autoscale.max=7',
    ]);
    expect(answer.code).toBe(0);
    expect(answer.stdout).toMatch(/^# How replicas of p come and go \(scenario\.yaml\)/);
    expect(answer.stdout).toContain(
      '# * fleetcast_outstanding is to be made by an adapter: vllm:num_requests_running + ',
    );
    expect(answer.stdout).toContain('\nmetadata:\n  name: my-chat\n');
    expect(answer.stdout).toContain('\n  maxReplicas: 7\n');
    const { manifest, beside, out, pool } = JSON.parse(
      (await runHere(['manifest', SCENARIO, '--json'])).stdout,
    ) as Record<string, unknown>;
    expect(manifest).toContain('kind: HorizontalPodAutoscaler');
    expect({ beside, out, pool }).toEqual({ beside: { start: 2, syncSeconds: 30 }, out: null, pool: 'p' });
  });

  it('writes the manifest of a manifest', async () => {
    writeFileSync(join(folder, 'hpa.yaml'), HPA);
    const { stdout } = await runHere(['manifest', write('{ manifest: ./hpa.yaml }')]);
    expect(stdout).toContain('name: vllm_num_requests_waiting');
  });

  it.each([
    [
      '{ kind: schedule, schedule: [{ from: "Mon 07:00", replicas: 2 }] }',
      [],
      /pools\.p\.autoscale\.kind: schedule is no autoscaler of a cluster’s/,
    ],
    [POLICY, ['--pool', 'q'], /there is no pool 'q'/],
    [POLICY, ['--out', SCENARIO], /--out: .* cannot be written/],
    [POLICY.replace('outstanding', 'queue'), [], /must be one of outstanding/],
  ])('ends with 2 for %s %j', async (autoscale, flags, message) => {
    const { code, stderr } = await runHere(['manifest', write(autoscale), ...flags]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('has nothing to write of a number that stays', async () => {
    write(POLICY);
    writeFileSync(SCENARIO, readFileSync(SCENARIO, 'utf8').replace(/autoscale: .*/, 'replicas: 2'));
    const { code, stderr } = await runHere(['manifest', SCENARIO]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/pools\.p\.autoscale: is missing: the number of replicas stays/);
  });
});

const samples = sharedData('formats', 'k8s-autoscaling');
describe.skipIf(samples === undefined)('manifests as they are found', () => {
  it.each([
    [
      'synthetic_hpa_v2_multi.yaml',
      '',
      { min: 2, max: 16, metrics: [{ metric: 'waiting', averageValue: 5 }] },
      2,
    ],
    [
      'keda-scaled-object.production-stack.yaml',
      '',
      {
        kind: 'keda',
        min: 1,
        max: 2,
        pollingSeconds: 15,
        cooldownSeconds: 360,
        metrics: [{ metric: 'waiting', averageValue: 5 }],
      },
      1,
    ],
    ['hpa-10.production-stack.yaml', '', { min: 1, max: 2, metrics: [{ metric: 'waiting', value: 1 }] }, 0],
    [
      'hpa-integration.llm-d-wva.yaml',
      'metricOf: { wva_desired_replicas: outstanding }',
      { min: 1, max: 10, metrics: [{ metric: 'outstanding', per: 'pool', averageValue: 1 }] },
      0,
    ],
  ])('%s', async (name, words, expected, warned) => {
    writeFileSync(join(folder, name), readFileSync(join(samples ?? '', name)));
    const { checked, warnings } = await prepared(`{ manifest: ./${name}, ${words} }`);
    expect(checked.pools[0]?.autoscale).toMatchObject(expected);
    expect(warnings).toHaveLength(warned);
  });
});
