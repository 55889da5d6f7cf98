/** Seconds since 1970 as a document has them: 2026-01-31, or 2026-01-31T10:00Z. */
export function instantText(epochSeconds: number): string {
  const text = new Date(epochSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  if (text.endsWith('T00:00:00Z')) return text.slice(0, 10);
  return text.replace(/:00Z$/, 'Z');
}

/** From when to when a horizon is: “2026-01-31 to 2026-02-28”, to be said of one whose length is not known yet, too. */
export function spanText(startSeconds: number, horizonSeconds: number): string {
  const start = instantText(startSeconds);
  return Number.isFinite(horizonSeconds)
    ? `${start} to ${instantText(startSeconds + horizonSeconds)}`
    : `which begins on ${start}`;
}
