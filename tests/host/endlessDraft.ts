/**
 * A few requests, each a prompt of a thousand million tokens in steps of one: minutes of work between two batches,
 * where nobody looks whether it is to stop.
 */
export function endlessDraft(name: string): string {
  return `fleetcast: 1
name: ${name}
horizon: { days: 1 }
workloads:
  - id: long
    arrivals: { process: constant, ratePerSecond: 0.0005 }
    promptTokens: 1000000000
    outputTokens: 2
    target: pool
pools:
  - id: pool
    batching: { maxSequences: 1, maxBatchedTokens: 1, kvBlocks: 1000000000 }
    stepTime: { linear: { baseMs: 0.000001 } }
    price: { perGpuHour: 1 }
`;
}
