import type { ReportTable } from './reportSection.ts';

/** What an answer rests on, in the order of the page: each is answered, in every page. */
export const ANSWER_FACTS = {
  model: 'Model',
  demand: 'Demand',
  lengths: 'Lengths',
  serviceLevels: 'Service levels',
  engine: 'Serving engine',
  stepError: 'Error of step times',
  priceDates: 'Price dates',
  excluded: 'Not included',
} as const;

export type AnswerFact = keyof typeof ANSWER_FACTS;

/** The headings of the page, in their order. */
export const ANSWER_HEADINGS = {
  question: 'Question',
  recommendation: 'Recommendation',
  restsOn: 'What it rests on',
  runnersUp: 'Runners-up',
  changes: 'What would change the answer',
  risk: 'Risk',
} as const;

/** An answer on one page, for whoever signs and was not in the room. */
export interface AnswerPage {
  /** What was asked about: a scenario's name. */
  readonly name: string;
  /** What the figures stand for. */
  readonly horizon: string;
  readonly tone: 'good' | 'miss' | 'plain';
  readonly question: string;
  /** The first sentence is the answer; the others are what it needs to be signed. */
  readonly recommendation: readonly string[];
  readonly restsOn: Readonly<Record<AnswerFact, string>>;
  readonly runnersUp: { readonly table: ReportTable; readonly notes: readonly string[] };
  readonly changes: readonly string[];
  /** The gravest first. */
  readonly risks: readonly string[];
  readonly foot: readonly string[];
}

/** The facts of a page with their labels, in its order. */
export function answerFacts({ restsOn }: AnswerPage): readonly (readonly [label: string, text: string])[] {
  return Object.entries(ANSWER_FACTS).map(([fact, label]) => [label, restsOn[fact as AnswerFact]] as const);
}
