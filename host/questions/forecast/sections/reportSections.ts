import { grouped } from '../../../../engine/finance/plainText.ts';
import { capacitySections } from './capacitySection.ts';
import { commitmentSections } from './commitmentSection.ts';
import { costByMonth, costByPool, costByTenant, unitCosts } from './costSections.ts';
import { energySections } from './energySection.ts';
import { fleetSections } from './fleetSection.ts';
import { jobSections } from './jobSection.ts';
import { memorySections } from './memorySection.ts';
import { nPlusOneSections } from './nPlusOneSection.ts';
import { performance } from './performanceSection.ts';
import type { ReportSection } from '../../../report/reportSection.ts';
import type { RunDocument } from '../runDocument.ts';
import { reservedSections } from './reservedSection.ts';
import { spotSections } from './spotSection.ts';
import { demand, latencies, pools, serviceLevels } from './serviceSections.ts';

/** All sections of a report, in the order in which they are read: money, service, then how. */
export function reportSections(run: RunDocument): readonly ReportSection[] {
  return [
    costByTenant(run),
    ...capacitySections(run),
    costByPool(run),
    ...spotSections(run),
    ...reservedSections(run),
    ...commitmentSections(run),
    unitCosts(run),
    ...(run.months.length > 1 ? [costByMonth(run)] : []),
    ...(run.slo.length > 0 ? [serviceLevels(run)] : []),
    ...nPlusOneSections(run),
    ...(run.givenUp === undefined ? latencies(run) : []),
    demand(run),
    pools(run),
    ...jobSections(run),
    ...fleetSections(run),
    ...energySections(run),
    ...memorySections(run),
    ...(run.performance.length > 0 ? [performance(run)] : []),
  ];
}

/** What the figures stand for, below the title. */
export function horizonLine({ horizon, replications }: RunDocument): string {
  const days = horizon.hours / 24;
  const span = `${grouped(horizon.hours)} hours${days > 1 ? ` (${grouped(days, Number.isInteger(days) ? 0 : 1)} days)` : ''} from ${horizon.start}, UTC`;
  return replications === 1 ? span : `${span}; means of ${replications} simulated replications`;
}

/** How the figures came about, at the foot. */
export function footLines(run: RunDocument): readonly string[] {
  const { fleetcast, intervals, replications } = run;
  return [
    run.givenUp !== undefined
      ? 'Requests and tokens are those until the simulation was given up; – stands where that says nothing of the horizon.'
      : replications === 1
        ? 'One replication: no intervals. fidelity: { replications: 5 } in the scenario gives them.'
        : `± is half of the ${intervals.level * 100}% interval (Student’s t over ${replications} replications). It covers the chance of arrivals and lengths, ` +
          'not the assumptions of the scenario.',
    `Fleetcast ${fleetcast.engine}, seed ${fleetcast.seed}, scenario ${fleetcast.scenarioHash.slice(0, 12)}; ` +
      `${grouped(run.simulatedRequests)} requests simulated in ${grouped(fleetcast.wallSeconds, 1)} s on ${fleetcast.workers} ` +
      `${fleetcast.workers === 1 ? 'worker' : 'workers'}.`,
  ];
}
