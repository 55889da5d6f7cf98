import { describe, expect, it } from 'vitest';
import { type LivingParts, livingProblemsOf } from './livingDocument.ts';

const METRICS = 'metrics: [{ metric: outstanding, averageValue: 12 }]';
const hpa = (keys: string): string => `autoscale: { kind: hpa, ${keys} }`;
const metric = (keys: string): string => hpa(`max: 3, metrics: [{ ${keys} }]`);
const schedule = (entries: string): string => `autoscale: { kind: schedule, schedule: [${entries}] }`;
const reservation = (keys: string): string => `{ kind: reservation, nodes: 1, ${keys} }`;
const block = (keys: string): string =>
  `{ kind: capacity-block, nodes: 1, ${keys}, price: { perGpuHour: 4.9 } }`;
const drill = (at: string): string => `failures: { repair: 10min, at: [{ ${at} }] }`;

/** The one problem of a pool: its place within the pool, what is wrong, and what would be right. */
function onlyProblem(pool: string, parts?: LivingParts) {
  const problems = livingProblemsOf(pool, parts);
  expect(problems).toHaveLength(1);
  const [{ path, message, suggestion = '', line }] = problems;
  expect(line).toBe(1);
  return { path: path.replace('pools.p.', ''), message, suggestion };
}

describe('what a pool that lives cannot be', () => {
  it.each([
    [
      'a kind that nobody knows',
      `autoscale: { kind: karpenter, min: 0, max: 3, ${METRICS} }`,
      'autoscale.kind',
      /must be one of hpa, keda, knative, ray-serve, schedule, predictive, got “karpenter”/,
      /^$/,
    ],
    [
      'a manifest that is none',
      'autoscale: { manifest: 3 }',
      'autoscale.manifest',
      /must be a text, got 3/,
      /^$/,
    ],
    [
      'a bare word',
      'autoscale: hpa',
      'autoscale',
      /\{ kind: hpa, max: …, metrics: … \}, .*\{ kind: ray-serve \}, \{ kind: schedule/,
      /^$/,
    ],
    ['min over max', hpa(`min: 5, max: 3, ${METRICS}`), 'autoscale.max', /at least min \(5\), got 3/, /^$/],
    [
      'an HPA that sleeps',
      hpa(`min: 0, max: 3, ${METRICS}`),
      'autoscale.min',
      /must be at least 1 with hpa, got 0/,
      /min: 1; kind: keda goes to 0.*kind: schedule can/,
    ],
    [
      'a start below min',
      hpa(`min: 2, max: 3, start: 1, ${METRICS}`),
      'autoscale.start',
      /from min \(2\) to max \(3\), got 1/,
      /leave it out/,
    ],
    [
      'a start above max',
      hpa(`max: 3, start: 4, ${METRICS}`),
      'autoscale.start',
      /from min \(1\) to max \(3\), got 4/,
      /leave it out/,
    ],
    [
      'two numbers',
      `replicas: 3, ${hpa(`max: 3, ${METRICS}`)}`,
      'replicas',
      /does not go with autoscale/,
      /autoscale\.start/,
    ],
    ['no metric', hpa('max: 3, metrics: []'), 'autoscale.metrics', /at least 1/, /^$/],
    [
      'a metric that nobody has',
      metric('metric: queueLength, averageValue: 3'),
      'autoscale.metrics.0.metric',
      /must be one of outstanding, waiting, .* queueP99, got “queueLength”/,
      /^$/,
    ],
    [
      'a metric nearly named',
      metric('metric: outstandin, averageValue: 3'),
      'autoscale.metrics.0.metric',
      /must be one of/,
      /did you mean outstanding\?/,
    ],
    [
      'a mean of nothing',
      metric('metric: waiting, averageValue: 0'),
      'autoscale.metrics.0.averageValue',
      /at least 0\.001, got 0/,
      /^$/,
    ],
    [
      'a share of nothing',
      metric('metric: kvShare, utilization: 0%'),
      'autoscale.metrics.0.utilization',
      /above 0 and at most 1, got 0/,
      /^$/,
    ],
    [
      'a share in percent',
      metric('metric: kvShare, utilization: 70'),
      'autoscale.metrics.0.utilization',
      /above 0 and at most 1, got 70/,
      /^$/,
    ],
    [
      'a time of nothing',
      metric('metric: ttftP95, value: 0s'),
      'autoscale.metrics.0.value',
      /longer than 0/,
      /^$/,
    ],
    [
      'a share between two percent',
      metric('metric: kvShare, utilization: 72.5%'),
      'autoscale.metrics.0.utilization',
      /a whole percent, as Kubernetes has it, got 0\.725/,
      /utilization: 70%/,
    ],
    [
      'the target of another metric',
      metric('metric: ttftP95, averageValue: 3'),
      'autoscale.metrics.0.averageValue',
      /does not go with ttftP95, whose target is its value/,
      /value: 1s.*averageValue is the target of outstanding/,
    ],
    [
      'no target',
      metric('metric: busyShare'),
      'autoscale.metrics.0.utilization',
      /busyShare needs a target/,
      /utilization: 70%/,
    ],
    [
      'a percentile of pods',
      metric('metric: queueP90, value: 1s, per: pool'),
      'autoscale.metrics.0.per',
      /only means/,
      /leave it out/,
    ],
    [
      'a total that is not divided, of pods',
      metric('metric: waiting, value: 3, per: pool'),
      'autoscale.metrics.0.per',
      /does not go with value/,
      /give averageValue in the place of value/,
    ],
    [
      'a total of a share',
      metric('metric: kvShare, value: 3'),
      'autoscale.metrics.0.value',
      /does not go with kvShare/,
      /utilization: 70%/,
    ],
    [
      'a total that is and is not divided',
      metric('metric: waiting, value: 3, averageValue: 3'),
      'autoscale.metrics.0.value',
      /does not go with waiting/,
      /averageValue: 12/,
    ],
    [
      'a window of an instant',
      metric('metric: running, averageValue: 3, windowSeconds: 30'),
      'autoscale.metrics.0.windowSeconds',
      /as it is at an instant/,
      /leave it out/,
    ],
    [
      'looks without end',
      hpa(`max: 3, ${METRICS}, syncSeconds: 1ms`),
      'autoscale.syncSeconds',
      /from 1 s to 86400 s/,
      /^$/,
    ],
    [
      'a policy that Kubernetes has not',
      hpa(
        `max: 3, ${METRICS}, behavior: { scaleUp: { policies: [{ type: Pod, value: 1, periodSeconds: 15 }] } }`,
      ),
      'autoscale.behavior.scaleUp.policies.0.type',
      /one of Pods, Percent/,
      /did you mean Pods\?/,
    ],
    [
      'a window longer than Kubernetes has',
      hpa(`max: 3, ${METRICS}, behavior: { scaleDown: { stabilizationWindowSeconds: 2h } }`),
      'autoscale.behavior.scaleDown.stabilizationWindowSeconds',
      /from 0 s to 3600 s, got 7200 s/,
      /^$/,
    ],
    [
      'a stage without an end',
      'startUp: { image: { pareto: { shape: 1, min: 30s } } }',
      'startUp.image',
      /never ends/,
      /shape above 1/,
    ],
    [
      'a stage that mostly ends',
      'startUp: { image: { pareto: { p50: 30s, p90: 150s } } }',
      'startUp.image',
      /never ends/,
      /below 5 times/,
    ],
    [
      'a stage that sometimes does not end',
      'startUp: { boot: { mixture: [{ weight: 1, fixed: 3s }, { weight: 2, pareto: { shape: 0.5, min: 30s } }] } }',
      'startUp.boot',
      /never ends/,
      /shape above 1/,
    ],
    [
      'a start-up as long as the horizon',
      'startUp: { provision: 20h, boot: 14400 }',
      'startUp',
      /takes 86,400 s on average, the horizon lasts 86,400 s/,
      /90s, 5min, 2h/,
    ],
    [
      'quantiles that fall',
      'startUp: { boot: { lognormal: { p50: 40s, p90: 30s } } }',
      'startUp.boot.lognormal.p90',
      /more than p50 \(40\), got 30/,
      /^$/,
    ],
    ['a negative stage', 'startUp: { boot: -3s }', 'startUp.boot', /must not be negative, got -3 s/, /^$/],
    [
      'a stage in words',
      'startUp: { boot: fast }',
      'startUp.boot',
      /“fast” is not a duration: it must be a number of seconds/,
      /^$/,
    ],
    [
      'a stage that nobody has',
      'startUp: { boots: 3s }',
      'startUp.boots',
      /not a key here/,
      /did you mean boot\?/,
    ],
    [
      'a start-up in one piece',
      'startUp: 90s',
      'startUp',
      /must be auto or \{ preset: …, provision: …, boot: …, … \}/,
      /^$/,
    ],
    [
      'an hour that no day has',
      schedule('{ from: "Mon 25:00", replicas: 3 }'),
      'autoscale.schedule.0.from',
      /out of the day.*“Mon 07:00”/,
      /^$/,
    ],
    [
      'a day that no week has',
      schedule('{ from: "Ody 05:00", replicas: 3 }'),
      'autoscale.schedule.0.from',
      /“Ody” is no day of the week/,
      /^$/,
    ],
    [
      'a time without a day',
      schedule('{ from: "07:00", replicas: 3 }'),
      'autoscale.schedule.0.from',
      /no instant of the week/,
      /^$/,
    ],
    [
      'two numbers at one instant',
      schedule('{ from: "Mon 07:00", replicas: 3 }, { from: "Monday 7:00", replicas: 4 }'),
      'autoscale.schedule.1.from',
      /the instant of an earlier entry/,
      /leave one of the two out/,
    ],
    [
      'nobody ever',
      schedule('{ from: "Mon 07:00", replicas: 0 }'),
      'autoscale.schedule',
      /nothing is ever served/,
      /above 0/,
    ],
    [
      'a failure of a replica too many',
      `replicas: 2, ${drill('second: 5, replica: 2')}`,
      'failures.at.0.replica',
      /never a replica 2: the pool has at most 2/,
      /from 0 to 1/,
    ],
    [
      'a failure beyond max',
      `${hpa(`max: 3, ${METRICS}`)}, ${drill('second: 5, replica: 3')}`,
      'failures.at.0.replica',
      /at most 3/,
      /from 0 to 2/,
    ],
    [
      'a failure beyond the schedule',
      `${schedule('{ from: "Mon 07:00", replicas: 1 }')}, ${drill('second: 5, replica: 1')}`,
      'failures.at.0.replica',
      /at most 1/,
      /replica: 0/,
    ],
    [
      'a failure after the end',
      drill('second: 1d, replica: 0'),
      'failures.at.0.second',
      /after the horizon, which lasts 86,400 s, got 86400/,
      /^$/,
    ],
    [
      'a repair without an end',
      'failures: { repair: { pareto: { shape: 0.9, min: 1h } }, at: [{ second: 5, replica: 0 }] }',
      'failures.repair',
      /never ends/,
      /shape above 1/,
    ],
    [
      'replicas that machines do not hold',
      'gpusPerReplica: 8, capacity: [{ kind: on-demand, gpusPerNode: 3 }]',
      'capacity.0.gpusPerNode',
      /replicas of 8 GPUs do not stand on machines of 3/,
      /8 GPUs or more.*divisor of 8/,
    ],
    [
      'spot of which nobody says how it is taken away',
      'capacity: [{ kind: spot }]',
      'capacity.0.interruptions',
      /is missing/,
      /^$/,
    ],
    [
      'spot before what is on demand',
      'capacity: [{ kind: spot, interruptions: { preset: calm } }, { kind: on-demand }]',
      'capacity.1.kind',
      /on-demand after spot: the first entry is on-demand/,
      /^$/,
    ],
    [
      'a base of nothing but the base',
      'capacity: [{ kind: on-demand, replicas: 2 }]',
      'capacity.0.replicas',
      /there is no spot/,
      /leave it out, or add an entry/,
    ],
    [
      'machines of two sizes',
      'capacity: [{ kind: on-demand, gpusPerNode: 8 }, { kind: spot, gpusPerNode: 4, interruptions: { preset: calm } }]',
      'capacity.1.gpusPerNode',
      /of one size, and the other entry has 8 GPUs/,
      /^$/,
    ],
    [
      'a spot trace out of order',
      'capacity: [{ kind: spot, interruptions: { counts: [{ second: 60, nodes: 1 }, { second: 0, nodes: 2 }] } }]',
      'capacity.0.interruptions.counts.1.second',
      /comes before the row above it: second 0 after 60/,
      /in order of time/,
    ],
    [
      'a preset that nobody published',
      'capacity: [{ kind: spot, interruptions: { preset: stormy } }]',
      'capacity.0.interruptions.preset',
      /one of calm, constrained/,
      /^$/,
    ],
    [
      'spot that is gone before it boots',
      'capacity: [{ kind: spot, interruptions: { law: 10s } }]',
      'capacity.0.interruptions.law',
      /lives 10 s on average is gone before it is of use/,
      /60 s or more/,
    ],
    [
      'zones of a trace',
      'capacity: [{ kind: spot, zones: 3, interruptions: { counts: [{ second: 0, nodes: 2 }] } }]',
      'capacity.0.zones',
      /a trace says itself what goes together/,
      /leave it out/,
    ],
    [
      'a way back from nowhere',
      'capacity: [{ kind: spot, interruptions: { preset: calm }, returnAfter: 10min }]',
      'capacity.0.returnAfter',
      /nothing to go back from/,
      /fallback: on-demand/,
    ],
    [
      'machines on demand that are taken away by a preset',
      'capacity: [{ kind: on-demand, interruptions: { preset: calm } }]',
      'capacity.0.interruptions.preset',
      /on demand are not taken away: they can only be out of stock, which counts, nodes or a trace say/,
      /^$/,
    ],
    [
      'machines on demand that live by a law',
      'capacity: [{ kind: on-demand, interruptions: { law: 3h } }]',
      'capacity.0.interruptions.law',
      /out of stock/,
      /^$/,
    ],
    [
      'a stock out of order',
      'capacity: [{ kind: on-demand, interruptions: { nodes: [{ second: 60, node: a, isThere: true }, { second: 0, node: b, isThere: true }] } }]',
      'capacity.0.interruptions.nodes.1.second',
      /comes before the row above it: second 0 after 60/,
      /in order of time/,
    ],
    [
      'a base beside a reservation alone',
      `capacity: [{ kind: on-demand, replicas: 2 }, ${reservation('')}]`,
      'capacity.0.replicas',
      /there is no spot/,
      /leave it out, or add an entry/,
    ],
    [
      'spot before what is on demand, and a reservation between',
      `capacity: [{ kind: spot, interruptions: { preset: calm } }, ${reservation('')}, { kind: on-demand }]`,
      'capacity.2.kind',
      /on-demand after spot/,
      /^$/,
    ],
    [
      'spot twice',
      'capacity: [{ kind: spot, interruptions: { preset: calm } }, { kind: spot, interruptions: { preset: calm } }]',
      'capacity.1.kind',
      /spot after spot/,
      /^$/,
    ],
    [
      'more reservations than there may be',
      `capacity: [{ kind: on-demand }, ${Array.from({ length: 21 }, () => reservation('')).join(', ')}]`,
      'capacity',
      /has 21 reservations and capacity blocks, more than 20/,
      /^$/,
    ],
    [
      'a reservation that ends before it begins',
      `capacity: [${reservation('from: 2026-01-01T10:00, until: 2026-01-01T10:00')}]`,
      'capacity.0.until',
      /2026-01-01T10:00Z is not after from, 2026-01-01T10:00Z/,
      /a later instant/,
    ],
    [
      'a block that is over before it is of use',
      `capacity: [${block('from: 2026-01-01T10:00, until: 2026-01-01T10:39')}]`,
      'capacity.0.until',
      /a block of 39 min is of no use: its machines have notice 40 min before its end/,
      /40 min or more/,
    ],
    [
      'a reservation of before',
      `capacity: [${reservation('until: 2026-01-01')}]`,
      'capacity.0.until',
      /until 2026-01-01 is before the horizon, 2026-01-01 to 2026-01-02: nothing of it is simulated or paid/,
      /leave the entry out/,
    ],
    [
      'a block of afterwards',
      `capacity: [${block('from: 2026-01-02, until: 2026-01-03')}]`,
      'capacity.0.from',
      /from 2026-01-02 is after the horizon/,
      /leave the entry out/,
    ],
    [
      'a block at a discount',
      `capacity: [${block('from: 2026-01-01, until: 2026-01-03').replace('perGpuHour: 4.9', 'perGpuHour: 4.9, discount: 20%')}]`,
      'capacity.0.price.discount',
      /is not a key here/,
      /perGpuHour/,
    ],
    ['too many that stand by', 'warmStandby: 1001', 'warmStandby', /at most 1000, got 1001/, /^$/],
    [
      'a rollout of before',
      'rollout: { at: 2025-12-31T23:59 }',
      'rollout.at',
      /2025-12-31T23:59Z is before the horizon, 2026-01-01 to 2026-01-02/,
      /an instant of the horizon/,
    ],
    [
      'a rollout of afterwards, the second of two',
      'rollout: { at: [2026-01-01, 2026-01-02] }',
      'rollout.at.1',
      /2026-01-02 is after the horizon/,
      /an instant of the horizon/,
    ],
    [
      'a surge that is neither replicas nor a share',
      'rollout: { at: 2026-01-01, surge: 0.25 }',
      'rollout.surge',
      /a whole number of replicas up to 100000 or a share of them up to “1000%”, such as 2 or “25%”, got 0.25/,
      /^$/,
    ],
    [
      'more that are not ready than there are',
      'rollout: { at: 2026-01-01, unavailable: 101% }',
      'rollout.unavailable',
      /a share of them up to “100%”/,
      /^$/,
    ],
    [
      'a failure beyond those that stand by',
      `replicas: 2, warmStandby: 1, ${drill('second: 5, replica: 3')}`,
      'failures.at.0.replica',
      /at most 3, numbered from 0/,
      /0 to 2/,
    ],
    [
      'repairs of what never fails',
      'failures: { repair: 3h }',
      'failures',
      /not when anything fails/,
      /meanHours: 4000/,
    ],
    ['a loss that nobody knows', 'onLoss: reroute', 'onLoss', /one of retry, resume, fail/, /^$/],
  ])('%s', (_what, pool, path, message, suggestion) => {
    const problem = onlyProblem(pool);
    expect(problem.path).toBe(path);
    expect(problem.message).toMatch(message);
    expect(problem.suggestion).toMatch(suggestion);
  });

  it.each([
    ['batches', '{ process: batch, count: 3 }'],
    ['a trace', '{ trace: ./t.csv, format: azure-llm }'],
  ])('foretelling %s', (_what, arrivals) => {
    const pool = 'autoscale: { kind: predictive, max: 3, perReplica: 1 }';
    const problems = livingProblemsOf(pool, { arrivals }).filter(({ path }) => path.startsWith('pools'));
    expect(problems).toMatchObject([
      { path: 'pools.p.autoscale.kind', suggestion: expect.stringContaining('schedule') },
    ]);
    expect(livingProblemsOf(pool)).toEqual([]);
  });
});

describe('what just fits', () => {
  it.each([
    ['max as min', hpa(`min: 3, max: 3, start: 3, ${METRICS}`)],
    [
      'a schedule that sleeps',
      schedule('{ from: "Mon 07:00", replicas: 3 }, { from: "Sun 23:59:59", replicas: 0 }'),
    ],
    ['a forecast of nobody', 'autoscale: { kind: predictive, min: 0, max: 3, perReplica: 1 }'],
    ['a heavy tail with a mean', 'startUp: { image: { pareto: { p50: 30s, p90: 149s } } }'],
    ['stages of nothing', 'startUp: { image: 0s, weights: 0 }'],
    ['a start-up shorter than the horizon', 'startUp: { provision: 23h }'],
    [
      'two replicas on a machine, two GPUs left over',
      'gpusPerReplica: 3, capacity: [{ kind: on-demand, gpusPerNode: 8 }]',
    ],
    ['a replica on two machines', 'gpusPerReplica: 16, capacity: [{ kind: on-demand, gpusPerNode: 8 }]'],
    [
      'a stock by itself',
      'capacity: [{ kind: on-demand, interruptions: { counts: [{ second: 0, nodes: 3 }] } }]',
    ],
    [
      'a reservation and a block in any order',
      `capacity: [${block('from: 2025-12-31, until: 2026-01-01T00:40')}, { kind: on-demand, replicas: 1 }, ${reservation('')}, { kind: spot, interruptions: { preset: calm } }]`,
    ],
    ['a block of forty minutes', `capacity: [${block('from: 2026-01-01, until: 2026-01-01T00:40')}]`],
    ['a rollout of the last second', 'rollout: { at: 2026-01-01T23:59:59, surge: 0, unavailable: 100% }'],
    [
      'a failure of one that a rollout may add',
      `replicas: 2, warmStandby: 1, rollout: { at: 2026-01-01 }, ${drill('second: 5, replica: 3')}`,
    ],
    ['the last replica at the last second', `replicas: 2, ${drill('second: 86399, replica: 1')}`],
  ])('%s', (_what, pool) => {
    expect(livingProblemsOf(pool)).toEqual([]);
  });
});
