/** What a field of lengths takes, for its message. */
export const LENGTH_FORMS =
  '200, p50 1020 p90 2735, mean 300 cv 1.2, 700 to 1500, exponential 300 or pareto p50 400 p90 2000; each may end with min … max …';

const NUMBER = '([\\d.]+(?:e[+-]?\\d+)?)';
/** How each law is typed, and what is written for it. Order matters: the first that fits is taken. */
const LAWS: readonly { form: RegExp; value: (numbers: readonly number[]) => Law }[] = [
  { form: law(`(?:fixed )?${NUMBER}`), value: ([fixed]) => ({ fixed }) },
  { form: law(`(?:uniform )?${NUMBER} to ${NUMBER}`), value: ([min, max]) => ({ uniform: { min, max } }) },
  { form: law(`exponential (?:mean )?${NUMBER}`), value: ([mean]) => ({ exponential: { mean } }) },
  {
    form: law(`(?:lognormal )?p50 ${NUMBER} p90 ${NUMBER}`),
    value: ([p50, p90]) => ({ lognormal: { p50, p90 } }),
  },
  {
    form: law(`(?:lognormal )?mean ${NUMBER} cv ${NUMBER}`),
    value: ([mean, cv]) => ({ lognormal: { mean, cv } }),
  },
  {
    form: law(`(?:lognormal )?mu (-?[\\d.]+(?:e[+-]?\\d+)?) sigma ${NUMBER}`),
    value: ([mu, sigma]) => ({ lognormal: { mu, sigma } }),
  },
  { form: law(`pareto p50 ${NUMBER} p90 ${NUMBER}`), value: ([p50, p90]) => ({ pareto: { p50, p90 } }) },
  {
    form: law(`pareto shape ${NUMBER} from ${NUMBER}`),
    value: ([shape, min]) => ({ pareto: { shape, min } }),
  },
];

type Law = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

function law(form: string): RegExp {
  return new RegExp(`^${form}(?: min (\\d+))?(?: max (\\d+))?$`);
}

/** A law of lengths as it is written in the document, from what was typed; undefined where it is none. */
export function parseLength(typed: string): number | Law | undefined {
  const words = typed
    .toLowerCase()
    .replace(/[,;:=]|tokens?/g, ' ')
    .replace(/–|…|\.\.+/g, ' to ')
    .replace(/\s+/g, ' ')
    .trim();
  for (const { form, value } of LAWS) {
    const match = form.exec(words);
    if (match === null) continue;
    const [min, max] = match.slice(-2).map((bound) => (bound === undefined ? undefined : Number(bound)));
    const numbers = match.slice(1, -2).map(Number);
    if (numbers.some(Number.isNaN)) return undefined;
    const written = value(numbers);
    if (min === undefined && max === undefined && 'fixed' in written) return Number(written['fixed']);
    return { ...written, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  }
  return undefined;
}

/** A law of lengths as it would be typed; undefined for one that needs more than a line. */
export function lengthText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { min, max, ...rest } = value as Record<string, unknown>;
  const [[kind, parameters] = ['', undefined], ...others] = Object.entries(rest);
  if (others.length > 0) return undefined;
  const text = lawText(kind, parameters);
  if (text === undefined) return undefined;
  const bounds = [min === undefined ? '' : `min ${min}`, max === undefined ? '' : `max ${max}`];
  return [text, ...bounds].filter((part) => part !== '').join(' ');
}

function lawText(kind: string, parameters: unknown): string | undefined {
  if (kind === 'fixed') return typeof parameters === 'number' ? String(parameters) : undefined;
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return undefined;
  const given = parameters as Record<string, unknown>;
  const words = Object.entries(given)
    .map(([name, value]) => `${name} ${value}`)
    .join(' ');
  switch (kind) {
    case 'uniform':
      return `${given['min']} to ${given['max']}`;
    case 'exponential':
      return `exponential ${given['mean']}`;
    case 'lognormal':
      return words;
    case 'pareto':
      return 'shape' in given ? `pareto shape ${given['shape']} from ${given['min']}` : `pareto ${words}`;
    default:
      return undefined;
  }
}
