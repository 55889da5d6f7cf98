const UNITS: Readonly<Record<string, string>> = { ns: 'e-9', us: 'e-6', µs: 'e-6', ms: 'e-3', s: '' };
const SIXTIES: Readonly<Record<string, number>> = { m: 60, h: 3600 };

/** Seconds of a duration as Go writes it: “60s”, “1h30m”, “1.5s”, “0”; undefined for what is none. */
export function parseGoDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce(
    (sum, [, amount, unit]) =>
      sum + (unit in SIXTIES ? Number(amount) * SIXTIES[unit] : Number(`${amount}${UNITS[unit]}`)),
    0,
  );
}
