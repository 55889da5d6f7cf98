import { describe, expect, it } from 'vitest';
import { faultsOf, readingOf } from './reading.ts';

/** A RayService with this configuration of Ray Serve. */
const ray = (config: string): string => `apiVersion: ray.io/v1
kind: RayService
metadata: { name: chat }
spec:
  serveConfigV2: |
${config
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
  rayClusterConfig: { headGroupSpec: { template: { spec: { containers: [{ name: "{{ not read }}" }] } } } }
`;
const app = (...deployments: string[]): string => `applications:
  - name: llm
    import_path: a:b
    deployments:
${deployments.map((each) => `      - ${each}`).join('\n')}`;
const scaled = (name: string, config: string): string =>
  `{ name: ${name}, autoscaling_config: { ${config} } }`;

describe('a RayService', () => {
  it('is the document that one would have written', () => {
    const { written, notes } = readingOf(
      ray(
        app(
          '{ name: Router, num_replicas: 2 }',
          scaled(
            'Model',
            'min_replicas: 0, initial_replicas: 2, max_replicas: 8, target_ongoing_requests: 12.5, metrics_interval_s: 5, look_back_period_s: 20, upscale_delay_s: 10, downscale_delay_s: 300, downscale_to_zero_delay_s: 900, upscaling_factor: 0.5, downscaling_factor: 0.3, policy: null',
          ),
        ),
      ),
    );
    expect(written).toEqual({
      kind: 'ray-serve',
      min: 0,
      start: 2,
      max: 8,
      targetOngoingRequests: 12.5,
      metricsIntervalSeconds: 5,
      lookBackSeconds: 20,
      upscaleDelaySeconds: 10,
      downscaleDelaySeconds: 300,
      downscaleToZeroDelaySeconds: 900,
      upscalingFactor: 0.5,
      downscalingFactor: 0.3,
    });
    expect(notes).toMatchObject([{ line: 11, path: 'spec.serveConfigV2.applications.0.deployments.1' }]);
  });

  it('has Ray’s own most: one, or a hundred where the number is left to it', () => {
    expect(readingOf(ray(app(scaled('a', 'min_replicas: 1')))).autoscale).toMatchObject({ max: 1 });
    expect(readingOf(ray(app('{ name: a, num_replicas: auto }'))).autoscale).toMatchObject({ max: 100 });
    expect(
      readingOf(ray(app('{ name: a, num_replicas: auto, autoscaling_config: { min_replicas: 3 } }')))
        .autoscale,
    ).toMatchObject({ min: 3, max: 100 });
  });

  it('passes over what says nothing beside a min of one or more', () => {
    const { written, notes } = readingOf(
      ray(app(scaled('a', 'max_replicas: 3, downscale_to_zero_delay_s: 900'))),
    );
    expect(written).not.toHaveProperty('downscaleToZeroDelaySeconds');
    expect(notes).toMatchObject([{}, { message: expect.stringMatching(/the last one never goes/) }]);
  });

  it('knows the older names of factors', () => {
    const { written } = readingOf(
      ray(app(scaled('a', 'smoothing_factor: 0.4, downscale_smoothing_factor: 0.2, upscaling_factor: 0.9'))),
    );
    expect(written).toMatchObject({ upscalingFactor: 0.9, downscalingFactor: 0.2 });
  });

  it('of several has one named, models of ray.serve.llm too', () => {
    const text = ray(`${app(scaled('Model', 'max_replicas: 3'), scaled('Other', 'max_replicas: 4'))}
  - name: chat
    import_path: ray.serve.llm:build_openai_app
    args:
      llm_configs:
        - model_loading_config: { model_id: qwen }
          deployment_config: { autoscaling_config: { max_replicas: 5 } }
        - ./file.yaml`);
    expect(faultsOf(text).own).toMatchObject([
      {
        path: ['deployment'],
        message: 'is missing: several have an autoscaler, llm/Model, llm/Other and chat/qwen',
        suggestion: 'such as deployment: llm/Model',
      },
    ]);
    expect(readingOf(text, { deployment: 'Other' }).written['max']).toBe(4);
    expect(readingOf(text, { deployment: 'chat/qwen', loopSeconds: 0.5 }).written).toMatchObject({
      max: 5,
      loopSeconds: 0.5,
    });
    expect(faultsOf(text, { deployment: 'gwen' }).own).toMatchObject([
      { path: ['deployment'], message: expect.stringMatching(/there is no “gwen”/) },
    ]);
  });

  it.each([
    [
      'no autoscaler',
      app('{ name: a, num_replicas: 3 }'),
      5,
      'spec.serveConfigV2',
      /no deployment with an autoscaling_config/,
    ],
    ['no YAML', 'applications: [', 5, 'spec.serveConfigV2', /in its line \d: not valid YAML/],
    ['no applications', 'http_options: {}', 5, 'spec.serveConfigV2.applications', /is missing/],
    [
      'a key that is none',
      app(scaled('a', 'max_replica: 3')),
      10,
      'spec.serveConfigV2.applications.0.deployments.0.autoscaling_config.max_replica',
      /is not a key here/,
    ],
    [
      'a name of before',
      app(scaled('a', 'target_num_ongoing_requests_per_replica: 3')),
      10,
      'spec.serveConfigV2.applications.0.deployments.0.autoscaling_config.target_num_ongoing_requests_per_replica',
      /is not a key here/,
    ],
    [
      'a policy of one’s own',
      app(scaled('a', 'policy: { policy_function: "mine:fn" }')),
      10,
      'spec.serveConfigV2.applications.0.deployments.0.autoscaling_config.policy',
      /a policy of one’s own, mine:fn/,
    ],
    [
      'another mean',
      app(scaled('a', 'aggregation_function: max')),
      10,
      'spec.serveConfigV2.applications.0.deployments.0.autoscaling_config.aggregation_function',
      /must be mean/,
    ],
    [
      'min over max',
      app(scaled('a', 'min_replicas: 4, max_replicas: 3')),
      10,
      'spec.serveConfigV2.applications.0.deployments.0.autoscaling_config.max_replicas',
      /at least min \(4\), got 3/,
    ],
    [
      'a placeholder',
      app(scaled('a', 'max_replicas: "{{ .Values.max }}"')),
      10,
      'spec.serveConfigV2.applications.0.deployments.0.autoscaling_config.max_replicas',
      /placeholder/,
    ],
    [
      'a bare placeholder',
      app(scaled('a', 'max_replicas: {{ .Values.max }}')),
      5,
      'spec.serveConfigV2',
      /placeholder/,
    ],
  ])('is refused with %s, at the place', (_, config, line, path, message) => {
    const { problems, own } = faultsOf(ray(config));
    expect(own).toEqual([]);
    expect(problems[0]).toMatchObject({ line, path, message: expect.stringMatching(message) });
  });

  it('tells the column within the text, too', () => {
    const [problem] = faultsOf(ray(app(scaled('a', 'max_replicas: 0')))).problems;
    const line = ray(app(scaled('a', 'max_replicas: 0'))).split('\n')[(problem?.line ?? 0) - 1];
    expect(line?.slice((problem?.column ?? 0) - 1)).toMatch(/^0 \}/);
  });
});
