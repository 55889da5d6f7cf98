/** Which figure of the forecast a column of the comparison shows: what “From what?” is asked of. */
export const FIGURE_PATHS: Readonly<Record<string, string>> = {
  costPerMonth: 'costPerMonth',
  perMillionTokens: 'unitCost.perMillionTokens',
  perRequestWithinSlo: 'unitCost.perRequestWithinSlo',
  ttftP95: 'latencySeconds.ttft.p95',
  tpotP95: 'latencySeconds.tpot.p95',
  endToEndP95: 'latencySeconds.endToEnd.p95',
};
