import {
  GROWTH_CASES_EXAMPLE,
  growthCasesText,
  parseGrowthCases,
} from '../../../../engine/scenario/prices/growthCases.ts';
import {
  DRILL_FORMS,
  inSeconds,
  parseDrill,
  parsePolicies,
  parseSchedule,
  POLICY_FORMS,
  SCHEDULE_FORMS,
} from '../../../../engine/scenario/living/livingText.ts';
import { drillWords, policiesWords, scheduleWords } from '../../../../engine/scenario/living/livingWords.ts';
import { LENGTH_FORMS, lengthText, parseLength } from '../../../../engine/scenario/lengths/lengthText.ts';

/** How a value of the document is shown in a text field, and what is written for what is typed into it. */
export interface FieldText {
  /** Undefined for a value that only the YAML can show. */
  show(value: unknown): string | undefined;
  /** What does not read as a value is written as it was typed: the problem then shows at the field. */
  write(typed: string): unknown;
  /** What may be typed, where the schema's words for it would be those of the YAML. */
  readonly forms?: string;
}

const NUMBER = /^[+-]?(\d[\d_,]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function showPlain(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? undefined : String(value);
}

function writeNumber(typed: string): unknown {
  const text = typed.trim();
  return NUMBER.test(text) ? Number(text.replaceAll(/[_,]/g, '')) : text;
}

/** A line of text. */
export const PLAIN_TEXT: FieldText = { show: showPlain, write: (typed) => typed };

/** A number; 12,000 and 12_000 are read, too. */
export const NUMBER_TEXT: FieldText = {
  show: showPlain,
  write: writeNumber,
};

/** A duration: a bare number is seconds. */
export const DURATION_TEXT: FieldText = {
  show: (value) => (typeof value === 'number' ? `${value} s` : showPlain(value)),
  write: (typed) => {
    const text = typed.trim().replace(/\s+/g, ' ');
    const seconds = /^(\S+) ?s$/i.exec(text)?.[1] ?? text;
    return NUMBER.test(seconds) ? writeNumber(seconds) : text.replaceAll(' ', '');
  },
};

/** A share: shown in percent. */
export const SHARE_TEXT: FieldText = {
  show: (value) =>
    typeof value === 'number' ? `${Number((value * 100).toPrecision(12))}%` : showPlain(value),
  write: (typed) => {
    const text = typed.trim();
    const percent = /^([+-]?[\d.]+)\s*%$/.exec(text)?.[1];
    return percent === undefined ? writeNumber(text) : `${percent}%`;
  },
};

/** So many replicas, or a share of them: 2, “25%”. */
export const REPLICAS_TEXT: FieldText = {
  show: showPlain,
  write: (typed) => writeNumber(typed.replace(/\s+%/, '%')),
  forms: '2, 25%',
};

/** A date or date and time, or several on one line. */
export const INSTANTS_TEXT: FieldText = {
  show: (value) => (Array.isArray(value) ? value.join(', ') : showPlain(value)),
  write: (typed) => {
    const instants = typed.split(',').map((each) => each.trim());
    return instants.length === 1 ? instants[0] : instants.filter((each) => each !== '');
  },
  forms: '2026-01-31, 2026-01-31T10:00, or several: 2026-01-31, 2026-02-28',
};

/** A number of KV blocks, or `auto`. */
export const AUTO_TEXT: FieldText = { show: showPlain, write: writeNumber };

/** A law of lengths on one line. */
export const LENGTH_TEXT: FieldText = {
  show: (value) => (value === undefined || value === null ? '' : lengthText(value)),
  write: (typed) => parseLength(typed) ?? typed.trim(),
  forms: LENGTH_FORMS,
};

/** A duration, or a law of durations, on one line. */
export const DURATION_LAW_TEXT: FieldText = {
  show: (value) =>
    typeof value === 'object' && value !== null ? lengthText(value) : DURATION_TEXT.show(value),
  write: (typed) =>
    (/[a-z]\d* +\d| to /i.test(typed) ? parseLength(inSeconds(typed)) : undefined) ??
    DURATION_TEXT.write(typed),
  forms: '90s, 2min, p50 40s p90 90s, 30s to 2min or exponential 45s',
};

const lineText = (
  words: (value: unknown) => string,
  parse: (typed: string) => readonly object[] | undefined,
  forms: string,
): FieldText => ({
  show: (value) => (Array.isArray(value) ? words(value) : showPlain(value)),
  write: (typed) => parse(typed) ?? typed.trim(),
  forms,
});
/** Numbers of replicas by the clock, on one line. */
export const SCHEDULE_TEXT = lineText(scheduleWords, parseSchedule, SCHEDULE_FORMS);
/** Rules of scaling, on one line. */
export const POLICIES_TEXT = lineText(policiesWords, parsePolicies, POLICY_FORMS);
/** Failures of a drill, on one line. */
export const DRILL_TEXT = lineText(drillWords, parseDrill, DRILL_FORMS);

/** Cases of growth on one line. */
export const GROWTH_TEXT: FieldText = {
  show: (value) => (Array.isArray(value) ? growthCasesText(value) : showPlain(value)),
  write: (typed) => parseGrowthCases(typed) ?? typed.trim(),
  forms: GROWTH_CASES_EXAMPLE,
};

const UNITS: Readonly<Record<string, string>> = {
  month: 'months',
  months: 'months',
  day: 'days',
  days: 'days',
  d: 'days',
  hour: 'hours',
  hours: 'hours',
  h: 'hours',
};

/** The keys of a horizon that say how long it is. */
export const HORIZON_LENGTHS = ['months', 'days', 'hours', 'trace'] as const;

/** How long the horizon is: `7 days`, `3 months`, `trace`. Written is the whole group, its start kept by the caller. */
export const HORIZON_TEXT: FieldText = {
  show: (value) => {
    if (typeof value !== 'object' || value === null) return '';
    const given = value as Record<string, unknown>;
    const unit = HORIZON_LENGTHS.find((key) => given[key] !== undefined);
    if (unit === undefined) return '';
    if (unit === 'trace') return 'trace';
    const length = given[unit];
    return typeof length === 'number'
      ? `${length} ${length === 1 ? unit.slice(0, -1) : unit}`
      : String(length);
  },
  write: (typed) => {
    const text = typed.trim().toLowerCase();
    if (/^(as long as )?(the )?trace$/.test(text)) return { trace: true };
    const match = /^([\d.]+)\s*(years?|[a-z]*)$/.exec(text);
    if (match !== null && match[2].startsWith('year')) return { months: Number(match[1]) * 12 };
    const unit = match === null ? undefined : UNITS[match[2]];
    return match === null || unit === undefined ? { days: text } : { [unit]: Number(match[1]) };
  },
  forms: '7 days, 3 months, 48 hours, or trace: as long as the trace',
};
