/** Fleets of a plan: as they were simulated, or with as many replicas as each hour's work asks for. */
export const PLANNED_FLEETS = ['as-simulated', 'follow-load'] as const;
