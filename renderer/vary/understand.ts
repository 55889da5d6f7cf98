import { suggestFrom } from '../../engine/scenario/reading/nearest.ts';

/** Something that can be picked, and the ways in which a person may write it. */
export interface Offer {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  /** Offers of one group stand together. */
  readonly group?: string;
  readonly spellings?: readonly string[];
}

/** What a person typed, as far as it is understood. */
export interface Understood {
  /** Values in the order in which they were typed, each once. */
  readonly values: readonly string[];
  /** What is not understood, as it was typed, and each as a sentence. */
  readonly left: readonly string[];
  readonly sentences: readonly string[];
}

/** The value of a text that need be no offer; undefined where it is none. */
export type Accept = (text: string) => string | undefined;

/** More of those that were meant, perhaps, are not named. */
const MOST_NAMED = 4;

/**
 * Reads what was typed or pasted, several parted by commas, semicolons or lines: by any name of an offer, however it is
 * spaced, or by a beginning that only one has.
 */
export function understand(
  typed: readonly string[],
  offers: readonly Offer[],
  accept: Accept = () => undefined,
): Understood {
  const values: string[] = [];
  const left: string[] = [];
  const sentences: string[] = [];
  for (const text of typed.flatMap((each) => each.split(/[,;\n]/)).map((each) => each.trim())) {
    if (text === '') continue;
    const accepted = accept(text);
    if (accepted !== undefined) {
      values.push(accepted);
      continue;
    }
    const found = meant(text, offers);
    const [first] = found;
    if (first !== undefined && found.length === 1) values.push(first.value);
    else {
      left.push(text);
      sentences.push(notUnderstood(text, found, offers));
    }
  }
  return { values: [...new Set(values)], left, sentences: [...new Set(sentences)] };
}

/** The offer of that name; else those that begin so, else those that hold it. */
function meant(text: string, offers: readonly Offer[]): readonly Offer[] {
  const wanted = keyOf(text);
  if (wanted === '') return [];
  const having = (is: (key: string) => boolean) => offers.filter((offer) => keysOf(offer).some(is));
  const exact = having((key) => key === wanted);
  if (exact.length > 0) return exact.slice(0, 1);
  const beginning = having((key) => key.startsWith(wanted));
  return beginning.length > 0 ? beginning : having((key) => key.includes(wanted));
}

function notUnderstood(text: string, found: readonly Offer[], offers: readonly Offer[]): string {
  if (offers.length === 0) return `“${text}” cannot be`;
  if (found.length === 0) {
    const labels = offers.map(({ label }) => label);
    return `“${text}” is none of those there are: ${suggestFrom(text, labels)}`;
  }
  const named = found.slice(0, MOST_NAMED).map(({ label }) => label);
  return `“${text}” could be ${named.join(', ')}${found.length > MOST_NAMED ? ' …' : ''}`;
}

function keysOf({ value, label, spellings = [] }: Offer): readonly string[] {
  return [value, label, ...spellings].map(keyOf);
}

/** `H100 SXM`, `h100-sxm` and `H100SXM` are one name. */
function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
