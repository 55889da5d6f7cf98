import { listed } from '../../reading/listed.ts';
import { suggestFrom } from '../../reading/nearest.ts';
import type { PlacedProblem } from '../../reading/problems.ts';
import { checkValue } from '../../reading/readDocument.ts';
import { readYaml } from '../../reading/readYaml.ts';
import { excerpt } from '../../reading/toldProblems.ts';
import type { ManifestAutoscale } from '../manifestAutoscale.ts';
import {
  type At,
  faults,
  type ManifestFaults,
  type ManifestReading,
  type Origin,
} from '../manifestReading.ts';
import { mapMetrics } from '../metrics/mapMetrics.ts';
import { autoscaledDeployments, type RayDeployment } from './rayDeployments.ts';
import {
  type RayAutoscaling,
  rayAutoscalingSchema,
  rayServiceSchema,
  serveConfigSchema,
} from './raySchemas.ts';
import { templateValues } from '../templateLeftovers.ts';

const MOST_GROUPS = 10_000;
/** Where the configuration of Ray Serve is in a RayService. */
export const SERVE_CONFIG: At = ['spec', 'serveConfigV2'];

/** What of autoscaling_config is what of the document. */
const FIELDS: Readonly<Partial<Record<keyof RayAutoscaling, string>>> = {
  min_replicas: 'min',
  max_replicas: 'max',
  initial_replicas: 'start',
  target_ongoing_requests: 'targetOngoingRequests',
  look_back_period_s: 'lookBackSeconds',
  metrics_interval_s: 'metricsIntervalSeconds',
  upscale_delay_s: 'upscaleDelaySeconds',
  downscale_delay_s: 'downscaleDelaySeconds',
  downscale_to_zero_delay_s: 'downscaleToZeroDelaySeconds',
  // Older names first: those of today go before them.
  upscale_smoothing_factor: 'upscalingFactor',
  downscale_smoothing_factor: 'downscalingFactor',
  upscaling_factor: 'upscalingFactor',
  downscaling_factor: 'downscalingFactor',
};
/** Policies that are the usual one by another name. */
const USUAL_POLICIES = /(^|[:.])(default_autoscaling_policy|replica_queue_length_autoscaling_policy)$/;

/** A RayService as the autoscaler of kind ray-serve that one of its deployments has. */
export function readRay(value: unknown, asked: ManifestAutoscale): ManifestReading | ManifestFaults {
  const service = checkValue(rayServiceSchema, value, MOST_GROUPS);
  if ('problems' in service) return faults(service.problems);
  const read = readYaml(service.value.spec.serveConfigV2);
  if ('problem' in read) {
    const { line, message } = read.problem;
    const leftovers = templateValues(service.value.spec.serveConfigV2, SERVE_CONFIG);
    const told = { path: SERVE_CONFIG, message: `in its line ${line}: ${message}` };
    return faults(leftovers.length > 0 ? leftovers : [told]);
  }
  const checked = checkValue(serveConfigSchema, read.value, MOST_GROUPS);
  if ('problems' in checked) return faults(within(SERVE_CONFIG, checked.problems));
  const chosen = chosenDeployment(autoscaledDeployments(checked.value), asked.deployment);
  if ('problems' in chosen) return chosen;
  return readingOf(chosen, asked);
}

function readingOf(deployment: RayDeployment, asked: ManifestAutoscale): ManifestReading | ManifestFaults {
  const at = [...SERVE_CONFIG, ...deployment.at, 'autoscaling_config'];
  const leftovers = templateValues(deployment.autoscaling, at);
  if (leftovers.length > 0) return faults(leftovers);
  const checked = checkValue(rayAutoscalingSchema, deployment.autoscaling ?? {}, MOST_GROUPS);
  const { own } = mapMetrics([], asked);
  if ('problems' in checked) return faults(within(at, checked.problems.map(renamed)), own);
  const config = checked.value;
  const problems = policyProblems(config, at);
  if (problems.length > 0 || own.length > 0) return faults(problems, own);

  const fields = new Map<string, { readonly value: number; readonly at: At }>();
  const { smoothing_factor: both } = config;
  if (typeof both === 'number') {
    for (const field of ['upscalingFactor', 'downscalingFactor'])
      fields.set(field, { value: both, at: [...at, 'smoothing_factor'] });
  }
  for (const [key, field] of Object.entries(FIELDS)) {
    const value = config[key as keyof RayAutoscaling];
    if (typeof value === 'number') fields.set(field, { value, at: [...at, key] });
  }
  // One, where it is not said, unless the number is left to Ray altogether: then a hundred, as here.
  if (!fields.has('max') && deployment.replicas !== 'auto') fields.set('max', { value: 1, at });
  // Ray takes it beside any min, where it says nothing.
  const zero = fields.get('downscaleToZeroDelaySeconds');
  const isIdle = zero !== undefined && (fields.get('min')?.value ?? 1) > 0;
  if (isIdle) fields.delete('downscaleToZeroDelaySeconds');
  return {
    autoscale: {
      kind: 'ray-serve',
      ...Object.fromEntries([...fields].map(([field, { value }]) => [field, value])),
    },
    origins: [
      { field: [], at: deployment.autoscaling === undefined ? [...SERVE_CONFIG, ...deployment.at] : at },
      ...[...fields].map(([field, each]): Origin => ({ field: [field], at: each.at })),
    ],
    notes: [
      {
        path: [...SERVE_CONFIG, ...deployment.at],
        message: 'is read for its autoscaler only; how its cluster gets nodes is startUp here',
      },
      ...(isIdle
        ? [{ path: zero.at, message: 'is not read: with min_replicas of 1 or more the last one never goes' }]
        : []),
    ],
    warnings: [],
  };
}

/** The one that is named, or the only one. */
function chosenDeployment(
  deployments: readonly RayDeployment[],
  asked: string | undefined,
): RayDeployment | ManifestFaults {
  const titles = deployments.map(({ application, name }) => `${application}/${name}`);
  if (deployments.length === 0) {
    return faults([
      {
        path: SERVE_CONFIG,
        message: 'has no deployment with an autoscaling_config, nor one with num_replicas: auto',
        suggestion: 'a number that stays is replicas: in the place of autoscale',
      },
    ]);
  }
  const named = deployments.filter(
    ({ name }, i) => asked === undefined || asked === name || asked === titles[i],
  );
  if (named.length === 1) return named[0];
  if (asked !== undefined && named.length === 0) {
    return faults(
      [],
      [
        {
          path: ['deployment'],
          message: `there is no “${excerpt(asked, 80)}” with an autoscaler in the manifest`,
          suggestion: () => suggestFrom(asked, titles),
        },
      ],
    );
  }
  return faults(
    [],
    [
      {
        path: ['deployment'],
        message: `${asked === undefined ? 'is missing' : 'is not enough'}: several have an autoscaler, ${listed(titles, 'and')}`,
        suggestion: `such as deployment: ${titles[0]}`,
      },
    ],
  );
}

/** What makes another autoscaler of it than the one that is simulated. */
function policyProblems({ policy, aggregation_function: mean }: RayAutoscaling, at: At): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  const name = policy?.['name'] ?? policy?.['policy_function'];
  if (
    policy !== undefined &&
    policy !== null &&
    !USUAL_POLICIES.test(String(name ?? 'default_autoscaling_policy'))
  ) {
    problems.push({
      path: [...at, 'policy'],
      message: `is a policy of one’s own, ${excerpt(String(name), 80)}: Ray Serve’s usual one is simulated`,
      suggestion: 'leave it out',
    });
  }
  if (mean !== undefined && mean !== null && mean !== 'mean') {
    problems.push({
      path: [...at, 'aggregation_function'],
      message: `must be mean, got ${excerpt(mean, 80)}: others are not simulated`,
      suggestion: 'leave it out',
    });
  }
  return problems;
}

/** Names that Ray Serve has taken out. */
const RENAMED: Readonly<Record<string, string>> = {
  target_num_ongoing_requests_per_replica: 'target_ongoing_requests',
};

function renamed(problem: PlacedProblem): PlacedProblem {
  const key = String(problem.path.at(-1));
  const today = Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined;
  return today === undefined ? problem : { ...problem, suggestion: `its name today is ${today}` };
}

function within(at: At, problems: readonly PlacedProblem[]): PlacedProblem[] {
  return problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] }));
}
