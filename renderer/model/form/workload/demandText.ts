import type { Demand } from '../../../../engine/scenario/arrivals/demandOf.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a rate comes to: its mean and its peak, and what tokens were divided by. */
export function demandText({ mean, peak, factor, tokensPerRequest }: Demand): string {
  const each =
    tokensPerRequest === undefined ? '' : `At ${figure(tokensPerRequest)} tokens a request on average: `;
  const both =
    factor === 1
      ? `${each === '' ? 'M' : 'm'}ean and peak ${rateText(mean)}, as the week is flat`
      : `${each === '' ? 'M' : 'm'}ean ${rateText(mean)}, peak ${rateText(peak)}`;
  return `${each}${both}.`;
}

/** The week's shape in a sentence. */
export function weekText(hourOfWeek: readonly number[]): string {
  const [highest, lowest] = [Math.max(...hourOfWeek), Math.min(...hourOfWeek)];
  return `Peak ${figure(highest)}\u00a0× the mean, ${hourText(hourOfWeek.indexOf(highest))}; least ${figure(lowest)}\u00a0×, ${hourText(hourOfWeek.indexOf(lowest))}.`;
}

function hourText(hour: number): string {
  return `${DAYS[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, '0')}:00`;
}

/** In the period in which it is a number to read: 0.002/s is 7.2/h. */
function rateText(perSecond: number): string {
  if (perSecond >= 0.1) return `${figure(perSecond)}/s`;
  return perSecond >= 0.1 / 60 ? `${figure(perSecond * 60)}/min` : `${figure(perSecond * 3600)}/h`;
}

/** Three digits that say something. */
function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 20 });
}
