import { parseSeconds } from '../units.ts';

/** What a week, rules of scaling and a drill may be typed as, for messages. */
export const SCHEDULE_FORMS = 'Mon 07:00 8, Mon 19:00 2';
export const POLICY_FORMS = '4 pods in 15s, 100% in 15s';
export const DRILL_FORMS = 'replica 1 at 90min, replica 0 at 2h';

const DURATION = '[\\d.]+(?:\\s?[a-z]+)?';

/** Numbers of a week as they are written in the document, from one line; undefined where it is none. */
export function parseSchedule(typed: string): readonly object[] | undefined {
  return itemsOf(typed, /^([a-z]+ +\d{1,2}:\d{2}(?::\d{2})?)[ :=]+(\d+)$/i, ([from, replicas]) => ({
    from,
    replicas: Number(replicas),
  }));
}

/** Rules of a direction of scaling, from one line. */
export function parsePolicies(typed: string): readonly object[] | undefined {
  return itemsOf(typed, new RegExp(`^(\\d+) ?(%|pods?) (?:in|per|every) (${DURATION})$`, 'i'), (parts) => {
    const [value, unit, period] = parts;
    const type = unit === '%' ? 'Percent' : 'Pods';
    return { type, value: Number(value), periodSeconds: written(period) };
  });
}

/** Failures of a drill, from one line. */
export function parseDrill(typed: string): readonly object[] | undefined {
  return itemsOf(typed, new RegExp(`^(?:replica )?(\\d+) at (${DURATION})$`, 'i'), ([replica, second]) => ({
    second: written(second),
    replica: Number(replica),
  }));
}

function itemsOf(
  typed: string,
  form: RegExp,
  item: (parts: readonly string[]) => object,
): readonly object[] | undefined {
  const matches = typed
    .split(/[,;]/)
    .map((part) => form.exec(part.trim().replace(/\s+/g, ' ')))
    .filter((match) => match !== null);
  const isWhole = matches.length > 0 && matches.length === typed.split(/[,;]/).length;
  return isWhole ? matches.map((match) => item(match.slice(1))) : undefined;
}

/** Seconds as a number, any other duration as it was typed. */
function written(duration: string): number | string {
  const text = duration.replace(/\s/g, '');
  const seconds = /^([\d.]+)s?$/i.exec(text)?.[1];
  return seconds === undefined ? text : Number(seconds);
}

/** A line with laws of durations in plain seconds: “p50 40s p90 1.5min” as “p50 40 p90 90”. */
export function inSeconds(typed: string): string {
  return typed.replace(/[\d.]+(?:e[+-]?\d+)? ?(?:ms|sec|s|min|h|hours?|days?|d)\b/gi, (duration) => {
    const parsed = parseSeconds(duration);
    return 'value' in parsed ? String(parsed.value) : duration;
  });
}
