/** A job in one line: how much it is, and when. */
export function jobWords(job: Readonly<Record<string, unknown>>): string {
  const { items, at, everyDays = 1, deadline, inFlight } = job;
  const often = everyDays === 1 ? 'every day' : `every ${String(everyDays)} days`;
  return [
    `${amount(items)} items at ${clock(at)} UTC ${often}`,
    ...(inFlight === undefined ? [] : [`${amount(inFlight)} in flight`]),
    ...(deadline === undefined
      ? []
      : [`done within ${typeof deadline === 'number' ? `${deadline} s` : String(deadline)}`]),
  ].join(', ');
}

function amount(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : String(value ?? '?');
}

/** As it is written, or seconds of the day as a time. */
function clock(at: unknown): string {
  return typeof at === 'number' ? new Date(at * 1000).toISOString().slice(11, 16) : String(at ?? '?');
}
