import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallScenario } from '../host/cliRunner.ts';

const shipped = (...parts: string[]): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', ...parts), 'utf8');

/** Valid scenarios: a small one, of catalogue hardware, with commitments, with a trace (which is not read). */
export const SCENARIOS = [
  smallScenario(),
  shipped('support-assistant.yaml'),
  shipped('committed-fleet.yaml'),
  shipped('replay-your-trace.yaml'),
];

/** Arguments of --set. */
export const SETTINGS = [
  'pools.h100.replicas=4',
  'workloads.0.slo.ttftSeconds=2s',
  'workloads.chat.arrivals={ process: gamma, ratePerSecond: 2, cv: 2 }',
  'horizon.days=[3]',
];

export const TRACES = {
  'azure-llm':
    'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04.0319600,3180,8\n',
  mooncake:
    '{"timestamp": 0, "input_length": 600, "output_length": 5, "hash_ids": [1, 2]}\n{"timestamp": 20, "input_length": 6, "output_length": 5, "hash_ids": [1]}\n',
  burstgpt:
    'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,ChatGPT,108,0,108,Conversation log\n',
  csv: 't,p,o,who,c\n0,10,5,a,1\n0.5,20,6,"b, c",0\n2.25,30,7,,2\n',
} as const;

export const MEASUREMENTS =
  'row_id,kind,gpu,model,precision,engine,input_tokens,output_tokens,n_gpus,tp,concurrency,ttft_ms,tpot_ms,notes\n' +
  'a,closed_loop,H100-SXM-80,llama-3.1-8b,fp8,vLLM,1024,128,1,1,16,40,12.5,"3,000 requests"\n' +
  'b,static_step,H100-SXM-80,llama-3.1-70b,bf16,TensorRT-LLM,1024,128,4,4,,,20,\n';

const seen = (mean: number) => ({ successful: { mean, count: 4 } });

/** Of GuideLLM, vLLM and inference-perf. */
export const REPORTS = [
  {
    benchmarks: [
      {
        args: { strategy: { type_: 'concurrent', streams: 16 } },
        worker: { backend_model: 'meta-llama/Llama-3.1-8B' },
        metrics: {
          request_latency: seen(0.25),
          prompt_token_count: seen(512),
          output_token_count: seen(8),
          time_to_first_token_ms: seen(100),
          inter_token_latency_ms: seen(20),
          output_tokens_per_second: seen(600),
        },
      },
    ],
  },
  {
    date: '20260101',
    backend: 'vllm',
    model_id: 'llama-3.1-8b',
    num_prompts: 10,
    completed: 10,
    duration: 20,
    total_input_tokens: 10_240,
    total_output_tokens: 1280,
    request_rate: 'inf',
    max_concurrency: 4,
    mean_ttft_ms: 50,
    mean_tpot_ms: 12,
  },
  {
    load_summary: { concurrency: 4, requested_rate: 2 },
    successes: {
      count: 10,
      latency: { request_latency: { mean: 2 }, time_to_first_token: { mean: 0.1 } },
      throughput: { output_tokens_per_sec: 100, requests_per_sec: 2 },
      prompt_len: { mean: 500 },
      output_len: { mean: 50 },
    },
  },
].map((report) => JSON.stringify(report));

/** The shipped one with two entries of each of its records: all of them are read alike. */
export const CALIBRATION = JSON.stringify(
  JSON.parse(shipped('calibration', 'shipped.json')),
  (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 12
      ? Object.fromEntries(Object.entries(value).slice(0, 2))
      : value,
);

export const PRICES =
  'provider,instance_type,region,gpu,gpu_count,on_demand_usd_per_hour,spot_usd_per_hour,cud_1y_usd_per_hour,price_date,source\n' +
  'gcp,a3,us,H100,8,88.49,22,61.4,2026-07-30,list\n' +
  'aws,p5,eu,H100,8,98.32,,70,2026-07-01,"list, 2"\n' +
  'aws,p5,eu,H100,8,90,,70,2026-08-01,list\n';

export const PRICE_FILE = `fleetcastPrices: 1
currency: USD
rows:
  - { instance: gcp/a3/us, gpu: H100, gpus: 8, perHour: 88.49, committedPerHour: { 1y: 61.4 }, validFrom: 2026-01-01, validTo: 2026-07-30 }
  - { instance: gcp/a3/us, gpu: H100, gpus: 8, perHour: 80, minimumSeconds: 1h, spotPerHour: 22, validFrom: 2026-07-30, source: list }
`;

/** Of each kind one; the second has two documents, the last a text in the text. */
export const MANIFESTS = [
  `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a }
spec:
  minReplicas: 1
  maxReplicas: 9
  metrics:
    - { type: Pods, pods: { metric: { name: vllm_num_requests_waiting }, target: { type: AverageValue, averageValue: 2500m } } }
    - { type: External, external: { metric: { name: own }, target: { type: Value, value: "3" } } }
  behavior: { scaleDown: { policies: [{ type: Percent, value: 10, periodSeconds: 60 }] } }
`,
  `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: a }
spec: { template: { metadata: { annotations: { autoscaling.knative.dev/target: "10", autoscaling.knative.dev/window: 1m30s, autoscaling.knative.dev/target-utilization-percentage: "70" } }, spec: { containerConcurrency: 20 } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config-autoscaler }
data: { max-scale-up-rate: "10", enable-scale-to-zero: "false" }
`,
  `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: a }
spec:
  minReplicaCount: 0
  cooldownPeriod: 60
  triggers:
    - { type: prometheus, metadata: { query: 'sum by (pod) (rate(vllm:request_success_total{a="b"}[1m30s]))', threshold: "5", activationThreshold: "1" } }
    - { type: kafka, name: own, metadata: { lagThreshold: "5" } }
`,
  `apiVersion: ray.io/v1
kind: RayService
metadata: { name: a }
spec:
  serveConfigV2: |
    applications:
      - name: a
        deployments:
          - { name: m, autoscaling_config: { max_replicas: 9, upscale_delay_s: 1.5 } }
`,
];

export const COSTS =
  'BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SubAccountName,Tags\n' +
  '1.5,1.25,2,1.5,USD,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,Usage,Compute,shop,"{""a"": ""b""}"\n' +
  '0.000001,NULL,,,USD,2026-01-01 01:00:00,2026-01-01 02:00:00,Purchase,Compute,"shop, 2",\n';

/** What calls of the API are given. */
export const CALLS = [
  { documentId: 'a-1', text: SCENARIOS[0], revision: 1 },
  {
    compared: [
      { documentId: 'a', resultId: 'c' },
      { documentId: 'b', resultId: 'c' },
    ],
    format: 'json',
  },
  { theme: 'dark', compared: ['a'] },
  { planId: 'p', offerId: 'o', amount: 3 },
];
