/** The example of the scenario contract, in the author's words. */
export const EXAMPLE = `fleetcast: 1
name: Support assistant on H100
currency: USD
seed: 7
horizon: { start: 2026-01-01, days: 7 }
fidelity: { mode: every }
workloads:
  - id: chat
    tenant: support
    arrivals: { process: gamma, ratePerSecond: 5.5, cv: 1.1 }
    promptTokens: { lognormal: { p50: 1020, p90: 2735 }, max: 8192 }
    outputTokens: { lognormal: { p50: 129, p90: 424 }, max: 1000 }
    target: h100
    slo: { ttftSeconds: 1.0, tpotSeconds: 0.05, percentile: 0.95 }
  - id: replayed
    tenant: coding
    arrivals: { trace: ./traces/code.csv, format: azure-llm, rateScale: 1, repeat: false }
    target: h100
pools:
  - id: h100
    model: llama-3.1-70b
    accelerator: h100-sxm-80gb
    gpusPerReplica: 8
    replicas: 2
    balance: least-outstanding
    batching: { policy: continuous, chunkedPrefill: true, maxSequences: 256, maxBatchedTokens: 2048, blockTokens: 16, kvBlocks: auto }
    stepTime: auto
    price: { instance: gcp/a3-highgpu-8g/us-central1 }
`;
