import type { ScenarioDocument } from '../scenario/schema.ts';
import type { PricedDocument } from './poolPrice.ts';

/** What pricing reads of a document. */
export function pricedDocument(document: ScenarioDocument): PricedDocument {
  return { ...document, days: daysOf(document.horizon) };
}

/** The first day of a horizon and the first after it; of one as long as its trace, which is not read yet, its first day. */
function daysOf(horizon: ScenarioDocument['horizon']): { readonly from: string; readonly until: string } {
  const day = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
  const start = horizon.start * 1000;
  const end = new Date(start);
  if ('months' in horizon) end.setUTCMonth(end.getUTCMonth() + horizon.months);
  else if ('days' in horizon) end.setUTCDate(end.getUTCDate() + horizon.days);
  else end.setUTCHours(end.getUTCHours() + ('hours' in horizon ? horizon.hours : 1));
  return { from: day(start), until: day(end.getTime()) };
}
