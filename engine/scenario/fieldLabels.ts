import type { FieldLabel } from './fieldLabel.ts';
import { JOB_LABELS, JOBS } from './jobs/jobLabels.ts';
import { LIVING_LABELS } from './living/livingLabels.ts';
import type { PROFILE_NAMES } from './arrivals/profiles.ts';
import type { BalancePolicy } from './spec.ts';

const WORKLOAD = 'Workload';
const SERVING = 'Model & serving';
const FLEET = 'Fleet';
const PRICES = 'Prices & commitments';
const SLO = 'Service levels';
const SCENARIO = 'Scenario';

/** Ways of sharing requests out among replicas. */
export const BALANCE_LABELS: Readonly<Record<BalancePolicy, string>> = {
  'least-outstanding': 'least outstanding requests',
  'power-of-two': 'the better of two random ones',
  'round-robin': 'round robin',
  random: 'random',
};

/** Named shapes of a week. */
export const PROFILE_LABELS: Readonly<Record<(typeof PROFILE_NAMES)[number], string>> = {
  flat: 'flat',
  'business-hours': 'business hours',
  'consumer-evening': 'consumers’ evenings',
  'azure-coding-2024': 'Azure coding, 2024',
  'azure-conversation-2024': 'Azure conversation, 2024',
};

/** Ways in which requests can arrive. */
export const ARRIVAL_LABELS = {
  poisson: 'Poisson, independent',
  gamma: 'Gamma, by burstiness',
  weibull: 'Weibull, by burstiness',
  constant: 'Constant intervals',
  mmpp: 'Phases (MMPP)',
  clients: 'Clients, large and small',
  batch: 'Batch at a time of day',
  trace: 'Trace, replayed',
} as const;

/** Kinds of price that a pool may have. */
export const PRICE_LABELS = {
  instance: 'an instance, on demand',
  perGpuHour: 'a price per GPU-hour',
  owned: 'hardware of one’s own',
  none: 'none: the cost stays unknown',
} as const;

/** Ways of filling the steps of a replica. */
export const PREFILL_LABELS = { true: 'prompts cut to fit steps', false: 'whole prompts' } as const;
/** What requests pass before the engine has them. */
export const FRONT_END_LABELS = {
  auto: 'as measured of the named engine',
  none: 'none',
  own: 'figures of your own',
} as const;
/** What a replay does when its trace ends. */
export const REPEAT_LABELS = {
  false: 'no more requests',
  true: 'start over until the horizon is full',
} as const;
/** Which days are simulated. */
export const MODE_LABELS = {
  every: 'every request of every day',
  sample: 'sampled days of each month',
} as const;
/** How days follow each other in a simulation. */
export const WINDOW_LABELS = {
  days: 'day by day, side by side',
  one: 'in one go, no cut at midnight',
} as const;

const w = (label: string, more: Omit<FieldLabel, 'group' | 'label'> = {}): FieldLabel => ({
  group: WORKLOAD,
  label,
  ...more,
});
const s = (label: string, more: Omit<FieldLabel, 'group' | 'label'> = {}): FieldLabel => ({
  group: SERVING,
  label,
  ...more,
});
const f = (label: string, more: Omit<FieldLabel, 'group' | 'label'> = {}): FieldLabel => ({
  group: FLEET,
  label,
  ...more,
});
const p = (label: string, more: Omit<FieldLabel, 'group' | 'label'> = {}): FieldLabel => ({
  group: PRICES,
  label,
  ...more,
});
const l = (label: string, more: Omit<FieldLabel, 'group' | 'label'> = {}): FieldLabel => ({
  group: SLO,
  label,
  ...more,
});
const o = (label: string, more: Omit<FieldLabel, 'group' | 'label'> = {}): FieldLabel => ({
  group: SCENARIO,
  label,
  ...more,
});

function inFleet<Pattern extends string>(
  labels: Readonly<Record<Pattern, Omit<FieldLabel, 'group'>>>,
): Record<Pattern, FieldLabel> {
  const entries = Object.entries<Omit<FieldLabel, 'group'>>(labels);
  return Object.fromEntries(
    entries.map(([pattern, label]) => [pattern, { group: FLEET, ...label }]),
  ) as never;
}

/** By path of the document; `*` stands for an item of a list, whichever it is. */
const FIELD_LABELS = {
  name: o('Name'),
  description: o('Description'),
  'horizon.start': o('Starts on'),
  horizon: o('Lasts'),
  'fidelity.mode': o('Simulates', { choices: MODE_LABELS }),
  'fidelity.daysPerMonth': o('Days a month', { unit: 'of each kind' }),
  'fidelity.windows': o('Days', { choices: WINDOW_LABELS }),
  'fidelity.replications': o('Replications'),
  seed: o('Seed'),
  calibration: o('Calibration file'),

  'workloads.*': w('Workload'),
  'workloads.*.id': w('Name'),
  'workloads.*.tenant': w('Tenant'),
  'workloads.*.target': w('Served by'),
  'workloads.*.promptTokens': w('Prompt tokens', { as: 'length' }),
  'workloads.*.outputTokens': w('Output tokens', { as: 'length' }),
  'workloads.*.arrivals': w('Arrivals'),
  'workloads.*.arrivals.process': w('Arrivals', { choices: ARRIVAL_LABELS }),
  'workloads.*.arrivals.ratePerSecond': w('Rate', { unit: 'requests/s' }),
  'workloads.*.arrivals.rate': w('Rate'),
  'workloads.*.arrivals.cv': w('Burstiness, cv'),
  'workloads.*.arrivals.shape': w('Shape'),
  'workloads.*.arrivals.states': w('Phases'),
  'workloads.*.arrivals.clients': w('Clients'),
  'workloads.*.arrivals.skew': w('Skew'),
  'workloads.*.arrivals.hourOfWeek': w('Week', { choices: PROFILE_LABELS }),
  'workloads.*.arrivals.monthOfYear': w('Months of the year'),
  'workloads.*.arrivals.timeZoneOffset': w('Time zone'),
  'workloads.*.arrivals.growthPerMonth': w('Growth', { as: 'share', unit: 'a month' }),
  'workloads.*.arrivals.events': w('Events'),
  'workloads.*.arrivals.at': w('Starts at', { unit: 'UTC' }),
  'workloads.*.arrivals.everyDays': w('Every', { unit: 'days' }),
  'workloads.*.arrivals.count': w('How many'),
  'workloads.*.arrivals.trace': w('Trace'),
  'workloads.*.arrivals.format': w('Format'),
  'workloads.*.arrivals.columns': w('Columns'),
  'workloads.*.arrivals.columns.arrivalSeconds': w('Column of arrivals'),
  'workloads.*.arrivals.columns.promptTokens': w('Column of prompt tokens'),
  'workloads.*.arrivals.columns.outputTokens': w('Column of output tokens'),
  'workloads.*.arrivals.columns.tenant': w('Column of tenants'),
  'workloads.*.arrivals.rateScale': w('Speed', { unit: '×' }),
  'workloads.*.arrivals.promptScale': w('Prompts', { unit: '×' }),
  'workloads.*.arrivals.outputScale': w('Outputs', { unit: '×' }),
  'workloads.*.arrivals.repeat': w('At its end', { choices: REPEAT_LABELS }),

  'workloads.*.retry': w('Clients ask again'),
  'workloads.*.retry.times': w('Clients ask again', { unit: 'times' }),
  'workloads.*.retry.backoff': w('First after', { as: 'duration' }),
  'workloads.*.retry.factor': w('Longer each time', { unit: 'times' }),
  'workloads.*.slo': l('Service level'),
  'workloads.*.slo.ttftSeconds': l('TTFT', { as: 'duration' }),
  'workloads.*.slo.tpotSeconds': l('TPOT', { as: 'duration' }),
  'workloads.*.slo.endToEndSeconds': l('End to end', { as: 'duration' }),
  'workloads.*.slo.doneBy': l('Done by', { unit: 'UTC' }),
  'workloads.*.slo.percentile': l('Kept for', { as: 'share', unit: 'of requests' }),

  ...JOB_LABELS,

  'pools.*': f('Pool'),
  'pools.*.id': f('Name'),
  'pools.*.model': s('Model'),
  'pools.*.model.config': s('config.json'),
  'pools.*.model.parameters': s('Parameters'),
  'pools.*.model.like': s('Built like'),
  'pools.*.precision': s('Weights'),
  'pools.*.kvPrecision': s('KV cache'),
  'pools.*.batching.policy': s('Batching'),
  'pools.*.batching.chunkedPrefill': s('Prefill', { choices: PREFILL_LABELS }),
  'pools.*.batching.maxSequences': s('Batch, at most', { unit: 'sequences' }),
  'pools.*.batching.maxBatchedTokens': s('Step, at most', { unit: 'tokens' }),
  'pools.*.batching.blockTokens': s('KV block', { unit: 'tokens' }),
  'pools.*.batching.kvBlocks': s('KV blocks'),
  'pools.*.stepTime': s('Step time'),
  'pools.*.engine': s('Serving engine'),
  'pools.*.memoryUtilization': s('Memory taken', { as: 'share' }),
  'pools.*.memoryUtilisation': s('Memory taken', { as: 'share' }),
  'pools.*.maxModelLength': s('Longest request', { unit: 'tokens' }),
  'pools.*.frontEnd': s('Front end', { choices: FRONT_END_LABELS }),
  'pools.*.frontEnd.requestMs': s('Front end, a request', { unit: 'ms' }),
  'pools.*.frontEnd.promptTokenUs': s('Front end, a prompt token', { unit: 'µs' }),
  'pools.*.frontEnd.latencyMs': s('Front end, besides', { unit: 'ms' }),
  'pools.*.frontEnd.admissionMs': s('Joining the batch', { unit: 'ms a request' }),
  'pools.*.cudaGraphs': s('CUDA graphs', { choices: { true: 'on', false: 'off' } }),
  'pools.*.speculative': s('Speculative decoding'),
  'pools.*.accelerator': f('Accelerator'),
  'pools.*.gpusPerReplica': f('GPUs per replica', { unit: 'GPUs' }),
  'pools.*.replicas': f('Replicas'),
  ...inFleet(LIVING_LABELS),
  'pools.*.balance': f('Balance', { choices: BALANCE_LABELS }),
  'pools.*.parallel.pipeline': f('Pipeline stages'),
  'pools.*.parallel.data': f('Groups with attention of their own'),
  'pools.*.parallel.expert': f('GPUs that hold whole experts'),

  'pools.*.price': p('Paid by', { choices: PRICE_LABELS }),
  'pools.*.price.instance': p('Instance'),
  'pools.*.price.perGpuHour': p('GPU-hour'),
  'pools.*.price.owned.perGpu': p('Price of a GPU'),
  'pools.*.price.owned.lifeYears': p('Used for', { unit: 'years' }),
  'pools.*.price.owned.residual': p('Left then', { as: 'share' }),
  'pools.*.price.owned.watts': p('Draws', { unit: 'W' }),
  'pools.*.price.owned.pue': p('PUE'),
  'pools.*.price.owned.perKwh': p('A kWh'),
  'pools.*.price.owned.coloPerKwMonth': p('Colocation', { unit: 'a kW and month' }),
  'pools.*.price.owned.opsPerGpuMonth': p('Operations', { unit: 'a GPU and month' }),
  'pools.*.power.idleWatts': p('Draws idle', { unit: 'W a replica' }),
  'pools.*.power.peakWatts': p('Draws in full use', { unit: 'W a replica' }),
  'pools.*.power.pue': p('PUE'),
  'pools.*.power.gramsCo2PerKwh': p('CO2 of a kWh', { unit: 'g' }),
  currency: p('Currency'),
  prices: p('Prices of one’s own'),
  commitments: p('Commitments'),
  commitmentOffers: p('Offers of commitments'),
  'commitmentOffers.*.id': p('Name'),
  commitmentPlan: p('Plan of commitments'),
  'chargeback.outputTokenWeight': p('An output token counts', { unit: '× a prompt token' }),
} as const satisfies Readonly<Record<string, FieldLabel>>;

/** What limits are called where the model is an encoder. */
const OF_ENCODERS: Readonly<Partial<Record<keyof typeof FIELD_LABELS, string>>> = {
  'workloads.*.slo.ttftSeconds': 'Vector by',
  'workloads.*.slo.endToEndSeconds': 'Time to vector',
};

/** What the form calls a field of the table, of a model that generates or of an encoder. */
export function labelOf(pattern: keyof typeof FIELD_LABELS, generates = true): string {
  return (generates ? undefined : OF_ENCODERS[pattern]) ?? FIELD_LABELS[pattern].label;
}

/** The label of a field, by the steps of its path (items of lists by id or index); undefined for one without a place in the table. */
export function fieldLabel(steps: readonly (string | number)[]): FieldLabel | undefined {
  const labels: Readonly<Record<string, FieldLabel>> = FIELD_LABELS;
  return labels[fieldPattern(steps)];
}

/** A path as the table has it. */
export function fieldPattern(steps: readonly (string | number)[]): string {
  return steps
    .map((step, i) => ((i === 1 && isList(steps[0])) || (i > 1 && isIndex(step)) ? '*' : String(step)))
    .join('.');
}

/** Of a list whose items have no ids. */
function isIndex(step: string | number): boolean {
  return typeof step === 'number' || /^\d+$/.test(step);
}

function isList(step: string | number): boolean {
  return step === 'workloads' || step === 'jobs' || step === 'pools' || step === 'commitmentOffers';
}

/** The group of the form that a field without a label of its own belongs to. */
export function fieldGroup(steps: readonly (string | number)[]): string {
  for (let length = steps.length; length > 0; length--) {
    const found = fieldLabel(steps.slice(0, length));
    if (found !== undefined) return found.group;
  }
  return { workloads: WORKLOAD, jobs: JOBS, pools: FLEET }[String(steps[0])] ?? SCENARIO;
}
