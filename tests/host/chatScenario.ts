/** A chat that one A10G is too little for; small enough to be sized in a moment. */
export const CHAT_SCENARIO = `fleetcast: 1
name: Chat
horizon: { hours: 1 }
workloads:
  - id: chat
    arrivals: { process: poisson, ratePerSecond: 4 }
    promptTokens: { lognormal: { p50: 700, p90: 1800 }, max: 4096 }
    outputTokens: { lognormal: { p50: 120, p90: 300 }, max: 800 }
    target: pool
    slo: { ttftSeconds: 2.5, tpotSeconds: 0.2, percentile: 0.95 }
pools:
  - id: pool
    model: llama-3.1-8b
    accelerator: a10g-24gb
    price: { instance: aws/g5.xlarge/us-east-1 }
`;
