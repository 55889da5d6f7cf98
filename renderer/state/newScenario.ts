/** What a new scenario begins with: small, answered at once, every line of it something one would change. */
export const NEW_SCENARIO = `fleetcast: 1
name: New scenario
currency: USD
seed: 1
horizon: { start: 2026-01-05, days: 7 }
fidelity: { mode: every, replications: 2 }

workloads:
  - id: chat
    tenant: everyone
    arrivals: { process: poisson, ratePerSecond: 1, hourOfWeek: business-hours }
    promptTokens: { lognormal: { p50: 800, p90: 2000 }, max: 8192 }
    outputTokens: { lognormal: { p50: 150, p90: 400 }, max: 1000 }
    target: pool
    slo: { ttftSeconds: 1, tpotSeconds: 0.1, percentile: 0.95 }

pools:
  - id: pool
    model: llama-3.1-8b
    accelerator: l4-24gb
    gpusPerReplica: 1
    replicas: 4
    price: { instance: gcp/g2-standard-8/us-central1 }
`;

/**
 * A scenario that replays a trace; the columns are named for a CSV of one's own. A log without output tokens is an
 * encoder's.
 */
export function replayScenario(
  name: string,
  path: string,
  format: string,
  columns: Readonly<Record<string, string>>,
): string {
  const mapping =
    format === 'csv'
      ? `\n      columns: { ${Object.entries(columns)
          .filter(([, column]) => column !== '')
          .map(([key, column]) => `${key}: ${JSON.stringify(column)}`)
          .join(', ')} }`
      : '';
  const isOfVectors = format === 'csv' && !columns['outputTokens'];
  const slo = isOfVectors
    ? '{ endToEndSeconds: 1, percentile: 0.95 }'
    : '{ ttftSeconds: 2, tpotSeconds: 0.1, percentile: 0.95 }';
  return `fleetcast: 1
name: ${JSON.stringify(name)}
currency: USD
horizon: { start: 2026-01-05, trace: true }

workloads:
  - id: replayed
    tenant: everyone
    arrivals:
      trace: ${JSON.stringify(path)}
      format: ${format}${mapping}
    target: pool
    slo: ${slo}

pools:
  - id: pool
    model: ${isOfVectors ? 'bge-m3' : 'llama-3.1-8b'}
    accelerator: l4-24gb
    gpusPerReplica: 1
    replicas: 4
    price: { instance: gcp/g2-standard-8/us-central1 }
`;
}
