import type { FieldLabel } from '../fieldLabel.ts';
import type { KnativeSpec } from './autoscale/knativeSpec.ts';
import type { SPOT_TRACE_FORMATS } from './capacity/capacitySchema.ts';
import type { SpotPreset } from './capacity/spotPresets.ts';
import type { HpaRulesSpec, LossPolicy, MetricName, MetricSpec, ScheduleSpec } from './livingSpec.ts';

/** Who sets the number of a pool’s replicas. */
export const AUTOSCALE_LABELS = {
  none: 'fixed',
  hpa: 'by metrics (HPA)',
  keda: 'awake while there is work (KEDA)',
  knative: 'by requests in hand or a second (Knative)',
  'ray-serve': 'by requests in hand (Ray Serve)',
  schedule: 'by the clock',
  predictive: 'by a forecast',
  manifest: 'as a manifest has it',
} as const;

/** How long a new replica takes. */
export const START_UP_LABELS = {
  none: 'ready at once',
  auto: 'as usual, from the catalogue',
  preset: 'like one of the catalogue',
  stages: 'stages of one’s own',
} as const;

/** What an autoscaler reads. */
export const METRIC_LABELS: Readonly<Record<MetricName, string>> = {
  outstanding: 'requests in hand',
  waiting: 'requests waiting',
  running: 'requests running',
  requestsPerSecond: 'requests a second',
  outputTokensPerSecond: 'output tokens a second',
  kvShare: 'KV cache in use',
  busyShare: 'time in steps',
  ttftP50: 'TTFT p50',
  ttftP90: 'TTFT p90',
  ttftP95: 'TTFT p95',
  ttftP99: 'TTFT p99',
  queueP50: 'queue time p50',
  queueP90: 'queue time p90',
  queueP95: 'queue time p95',
  queueP99: 'queue time p99',
};

/** Of whom a mean is taken. */
export const PER_LABELS: Readonly<Record<Exclude<MetricSpec['per'], 'whole'>, string>> = {
  pods: 'the mean of ready replicas',
  pool: 'the pool with its queue, a replica',
};

/** What Knative’s autoscaler reads. */
export const KNATIVE_METRIC_LABELS: Readonly<Record<KnativeSpec['metric'], string>> = {
  concurrency: 'requests in hand',
  rps: 'requests a second',
};

/** How a schedule’s numbers are meant. */
export const SCHEDULE_MODE_LABELS: Readonly<Record<ScheduleSpec['mode'], string>> = {
  exact: 'exactly so many',
  minimum: 'raises to it, never lowers',
};

/** Which of several rules decides. */
export const SELECT_LABELS: Readonly<Record<HpaRulesSpec['selectPolicy'], string>> = {
  Max: 'the largest change',
  Min: 'the smallest change',
  Disabled: 'no change this way',
};

/** What becomes of a request whose replica is gone. */
export const LOSS_LABELS: Readonly<Record<LossPolicy, string>> = {
  retry: 'starts anew',
  resume: 'goes on from its last token',
  fail: 'is rejected',
};

/** What a replica stands on. */
export const CAPACITY_LABELS = { 'on-demand': 'on demand', spot: 'spot' } as const;

/** What is paid from one instant to another, whoever is on it. */
export const RESERVED_LABELS = { reservation: 'reservation', 'capacity-block': 'capacity block' } as const;

/** How often spot nodes are taken away, as published. */
const PRESET_LABELS: Readonly<Record<SpotPreset, string>> = {
  calm: 'seldom (calm)',
  constrained: 'often (constrained)',
};

/** How spot nodes are taken away. */
export const INTERRUPTION_LABELS = {
  ...PRESET_LABELS,
  meanHours: 'by chance, after a mean',
  law: 'after a law of one’s own',
  trace: 'as a trace has it',
  rows: 'as rows have it',
} as const;

/** What spot costs. */
export const SPOT_PRICE_LABELS = {
  none: 'as the price list has it',
  discount: 'so much off on demand',
  perGpuHour: 'a price per GPU-hour',
  trace: 'as a trace has it',
  steps: 'as rows have it',
} as const;

/** How many machines on demand are to be had. */
export const STOCK_LABELS = {
  none: 'as many as are asked for',
  trace: 'in stock as a trace has it',
  rows: 'in stock as rows have it',
} as const;

/** What a reservation costs. */
export const RESERVATION_PRICE_LABELS = {
  none: 'as on demand',
  discount: SPOT_PRICE_LABELS.discount,
  perGpuHour: SPOT_PRICE_LABELS.perGpuHour,
} as const;

/** What a trace of spot capacity has in its rows. */
export const TRACE_FORMAT_LABELS: Readonly<Record<(typeof SPOT_TRACE_FORMATS)[number], string>> = {
  counts: 'how many nodes there are',
  'add-remove': 'which node comes and goes',
};

/** What becomes of a replica for which there is no spot. */
export const FALLBACK_LABELS = { none: 'waits', 'on-demand': 'on demand meanwhile' } as const;

/** What the fields of a pool whose replicas come and go are called, by path of the document; all of them are of the fleet. */
export const LIVING_LABELS = {
  'pools.*.autoscale': { label: 'Autoscaling' },
  'pools.*.autoscale.kind': { label: 'Number of replicas', choices: AUTOSCALE_LABELS },
  'pools.*.autoscale.min': { label: 'Replicas, at least' },
  'pools.*.autoscale.max': { label: 'Replicas, at most' },
  'pools.*.autoscale.start': { label: 'Replicas, at the start' },
  'pools.*.autoscale.metrics': { label: 'Metrics' },
  'pools.*.autoscale.metrics.*.metric': { label: 'Follows', choices: METRIC_LABELS },
  'pools.*.autoscale.metrics.*.averageValue': { label: 'Target', unit: 'a replica' },
  'pools.*.autoscale.metrics.*.utilization': { label: 'Target', as: 'share' },
  'pools.*.autoscale.metrics.*.value': { label: 'Target', as: 'duration' },
  'pools.*.autoscale.metrics.*.per': { label: 'Taken of', choices: PER_LABELS },
  'pools.*.autoscale.metrics.*.windowSeconds': { label: 'Taken over', as: 'duration' },
  'pools.*.autoscale.syncSeconds': { label: 'Looks every', as: 'duration' },
  'pools.*.autoscale.tolerance': { label: 'Tolerance', as: 'share' },
  'pools.*.autoscale.downscaleStabilizationSeconds': { label: 'Falls after', as: 'duration' },
  'pools.*.autoscale.metricDelaySeconds': { label: 'Metrics are old by', as: 'duration' },
  'pools.*.autoscale.behavior': { label: 'Behavior' },
  'pools.*.autoscale.behavior.scaleUp': { label: 'Rules of scaling up' },
  'pools.*.autoscale.behavior.scaleUp.stabilizationWindowSeconds': { label: 'Up: window', as: 'duration' },
  'pools.*.autoscale.behavior.scaleUp.selectPolicy': {
    label: 'Up: of several rules',
    choices: SELECT_LABELS,
  },
  'pools.*.autoscale.behavior.scaleUp.policies': { label: 'Up: rules' },
  'pools.*.autoscale.behavior.scaleUp.tolerance': { label: 'Up: tolerance', as: 'share' },
  'pools.*.autoscale.behavior.scaleDown': { label: 'Rules of scaling down' },
  'pools.*.autoscale.behavior.scaleDown.stabilizationWindowSeconds': {
    label: 'Down: window',
    as: 'duration',
  },
  'pools.*.autoscale.behavior.scaleDown.selectPolicy': {
    label: 'Down: of several rules',
    choices: SELECT_LABELS,
  },
  'pools.*.autoscale.behavior.scaleDown.policies': { label: 'Down: rules' },
  'pools.*.autoscale.behavior.scaleDown.tolerance': { label: 'Down: tolerance', as: 'share' },
  'pools.*.autoscale.metrics.*.activation': { label: 'Wakes above' },
  'pools.*.autoscale.idle': { label: 'Replicas, without work' },
  'pools.*.autoscale.pollingSeconds': { label: 'Polls every', as: 'duration' },
  'pools.*.autoscale.cooldownSeconds': { label: 'Sleeps after', as: 'duration' },
  'pools.*.autoscale.initialCooldownSeconds': { label: 'Awake at first for', as: 'duration' },
  'pools.*.autoscale.metric': { label: 'Follows', choices: KNATIVE_METRIC_LABELS },
  'pools.*.autoscale.target': { label: 'Target', unit: 'a replica' },
  'pools.*.autoscale.utilization': { label: 'Utilization', as: 'share' },
  'pools.*.autoscale.stableWindowSeconds': { label: 'Stable window', as: 'duration' },
  'pools.*.autoscale.panicWindow': { label: 'Panic window', as: 'share' },
  'pools.*.autoscale.panicThreshold': { label: 'Panic threshold', as: 'share' },
  'pools.*.autoscale.maxScaleUpRate': { label: 'Up at most', unit: 'times' },
  'pools.*.autoscale.maxScaleDownRate': { label: 'Down at most', unit: 'times' },
  'pools.*.autoscale.scaleDownDelaySeconds': { label: 'Falls after', as: 'duration' },
  'pools.*.autoscale.scaleToZeroGraceSeconds': { label: 'Grace before zero', as: 'duration' },
  'pools.*.autoscale.retentionSeconds': { label: 'The last one stays', as: 'duration' },
  'pools.*.autoscale.activationScale': { label: 'Replicas, on waking' },
  'pools.*.autoscale.targetBurstCapacity': { label: 'Burst capacity', unit: 'requests' },
  'pools.*.autoscale.tickSeconds': { label: 'Looks every', as: 'duration' },
  'pools.*.autoscale.targetOngoingRequests': { label: 'Target', unit: 'requests a replica' },
  'pools.*.autoscale.lookBackSeconds': { label: 'Taken over', as: 'duration' },
  'pools.*.autoscale.metricsIntervalSeconds': { label: 'Counted every', as: 'duration' },
  'pools.*.autoscale.upscaleDelaySeconds': { label: 'Rises after', as: 'duration' },
  'pools.*.autoscale.downscaleDelaySeconds': { label: 'Falls after', as: 'duration' },
  'pools.*.autoscale.downscaleToZeroDelaySeconds': { label: 'The last one goes after', as: 'duration' },
  'pools.*.autoscale.upscalingFactor': { label: 'Of the way up' },
  'pools.*.autoscale.downscalingFactor': { label: 'Of the way down' },
  'pools.*.autoscale.loopSeconds': { label: 'Looks every', as: 'duration' },
  'pools.*.autoscale.manifest': { label: 'Manifest' },
  'pools.*.autoscale.name': { label: 'Of several, the one called' },
  'pools.*.autoscale.deployment': { label: 'Of Ray’s deployments' },
  'pools.*.autoscale.metricOf': { label: 'What its metrics are' },
  'pools.*.autoscale.mode': { label: 'Means', choices: SCHEDULE_MODE_LABELS },
  'pools.*.autoscale.timeZoneOffset': { label: 'Time zone' },
  'pools.*.autoscale.schedule': { label: 'Week' },
  'pools.*.autoscale.lookAhead': { label: 'Looks ahead', as: 'duration' },
  'pools.*.autoscale.perReplica': { label: 'A replica carries', unit: 'requests/s' },
  'pools.*.autoscale.margin': { label: 'Margin', as: 'share' },
  'pools.*.autoscale.error': { label: 'Error of the forecast', as: 'share' },
  'pools.*.startUp': { label: 'Start-up', choices: START_UP_LABELS },
  'pools.*.startUp.preset': { label: 'Start-up like' },
  'pools.*.startUp.provision': { label: 'Until there is a machine', as: 'duration' },
  'pools.*.startUp.boot': { label: 'Boot', as: 'duration' },
  'pools.*.startUp.image': { label: 'Image', as: 'duration' },
  'pools.*.startUp.weights': { label: 'Weights', as: 'duration' },
  'pools.*.startUp.warmUp': { label: 'Warm-up', as: 'duration' },
  'pools.*.drainSeconds': { label: 'Drains for', as: 'duration' },
  'pools.*.releaseSeconds': { label: 'Then paid for', as: 'duration' },
  'pools.*.queueSeconds': { label: 'Waits for a replica', as: 'duration' },
  'pools.*.onLoss': { label: 'A lost request', choices: LOSS_LABELS },
  'pools.*.capacity': { label: 'Machines' },
  'pools.*.capacity.*.kind': {
    label: 'Kind',
    choices: { ...CAPACITY_LABELS, ...RESERVED_LABELS },
  },
  'pools.*.capacity.*.replicas': { label: 'On demand always', unit: 'replicas' },
  'pools.*.capacity.*.gpusPerNode': { label: 'GPUs of a machine', unit: 'GPUs' },
  'pools.*.capacity.*.interruptions': { label: 'Interruptions' },
  // Of machines on demand, which are not taken away.
  'pools.*.capacity.*.interruptions.stock': { label: 'Stock on demand', choices: STOCK_LABELS },
  'pools.*.capacity.*.interruptions.preset': { label: 'Interruptions as published', choices: PRESET_LABELS },
  'pools.*.capacity.*.interruptions.meanHours': { label: 'A node lives', unit: 'h' },
  'pools.*.capacity.*.interruptions.law': { label: 'A node lives', as: 'duration' },
  'pools.*.capacity.*.interruptions.trace': { label: 'Trace' },
  'pools.*.capacity.*.interruptions.format': { label: 'Format', choices: TRACE_FORMAT_LABELS },
  'pools.*.capacity.*.interruptions.counts': { label: 'Nodes over time' },
  'pools.*.capacity.*.interruptions.nodes': { label: 'Nodes over time' },
  'pools.*.capacity.*.together': { label: 'Taken together' },
  'pools.*.capacity.*.together.share': { label: 'With their whole zone', as: 'share' },
  'pools.*.capacity.*.zones': { label: 'Spread over', unit: 'zones' },
  'pools.*.capacity.*.notice': { label: 'Notice', as: 'duration' },
  'pools.*.capacity.*.price': { label: 'Price of these machines' },
  'pools.*.capacity.*.price.discount': { label: 'Off on demand', as: 'share' },
  'pools.*.capacity.*.price.perGpuHour': { label: 'GPU-hour of these machines' },
  'pools.*.capacity.*.price.trace': { label: 'Trace of prices' },
  'pools.*.capacity.*.price.instanceType': { label: 'Instance type' },
  'pools.*.capacity.*.price.zone': { label: 'Zone' },
  'pools.*.capacity.*.price.gpus': { label: 'GPUs of the instance', unit: 'GPUs' },
  'pools.*.capacity.*.price.steps': { label: 'Prices over time' },
  'pools.*.capacity.*.fallback': { label: 'Without spot', choices: FALLBACK_LABELS },
  'pools.*.capacity.*.returnAfter': { label: 'Goes back after', as: 'duration' },
  'pools.*.capacity.*.nodes': { label: 'Machines reserved', unit: 'machines' },
  'pools.*.capacity.*.from': { label: 'Reserved from' },
  'pools.*.capacity.*.until': { label: 'Reserved until' },
  'pools.*.warmStandby': { label: 'Standing by', unit: 'replicas' },
  'pools.*.rollout': { label: 'Rollouts' },
  'pools.*.rollout.at': { label: 'Rolled out at' },
  'pools.*.rollout.surge': { label: 'More meanwhile' },
  'pools.*.rollout.unavailable': { label: 'Fewer ready meanwhile' },
  'pools.*.failures': { label: 'Failures' },
  'pools.*.failures.repair': { label: 'Repair takes', as: 'duration' },
  'pools.*.failures.meanHours': { label: 'A replica runs', unit: 'h' },
  'pools.*.failures.zone': { label: 'Zones' },
  'pools.*.failures.zone.meanHours': { label: 'A zone runs', unit: 'h' },
  'pools.*.failures.zone.repair': { label: 'A zone’s repair takes', as: 'duration' },
  'pools.*.failures.zone.zones': { label: 'Spread over', unit: 'zones' },
  'pools.*.failures.at': { label: 'A drill' },
} as const satisfies Readonly<Record<string, Omit<FieldLabel, 'group'>>>;
