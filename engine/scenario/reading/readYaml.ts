import { Composer, CST, type Document, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
import { thousands } from './thousands.ts';
import { yamlReason } from './yamlReason.ts';

/** How far a text is read. Beyond, it is no document that a person or a program of ours wrote, and would take minutes or gigabytes. */
const YAML_LIMITS = {
  /** Groups and lists within each other. */
  depth: 100,
  /** Keys, values, brackets, commas, line ends and the like: some two microseconds and 400 bytes each. */
  tokens: 1_000_000,
  /** `&name` and `*name`. */
  anchors: 5000,
  /** Characters once every `*name` is written out, a value counting as 128 and more. */
  written: 16_000_000,
} as const;
const VALUE_CHARACTERS = 128;

/** So many syntax errors are looked for: those after the first are mostly its echoes. */
const MOST_ERRORS = 100;

/** What is wrong with a text, and where. */
export interface YamlProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A text as nodes with their places. */
export interface ComposedYaml {
  /** As far as it could be read; undefined where it is beyond the limits. */
  readonly document: Document | undefined;
  readonly lines: LineCounter;
  readonly problem: YamlProblem | undefined;
}

/** A text as its plain value, nodes beside it; or what is wrong with it. */
export type ReadYaml =
  | { readonly value: unknown; readonly document: Document; readonly lines: LineCounter }
  | { readonly problem: YamlProblem };

/**
 * Reads YAML 1.2 (so JSON, too) in the core schema, which leaves dates as text: the one way in for every text of a
 * person's, so that none of them takes longer than its length asks for, and what is too deep, too large or said
 * twice is told in words. Time and memory are bounded by `YAML_LIMITS`. Never throws.
 */
export function composeYaml(text: string): ComposedYaml {
  const lines = new LineCounter();
  const source = text.replace(/^\uFEFF/, '');
  const problemAt = (offset: number, message: string): YamlProblem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, message };
  };
  const tokens = tokensOf(source, lines);
  if ('message' in tokens) {
    return { document: undefined, lines, problem: problemAt(tokens.offset, tokens.message) };
  }
  const { documents, second, error } = documentsOf(tokens, source.length, 1);
  const [document] = documents;
  if (error !== undefined) {
    return { document, lines, problem: problemAt(error.offset, `not valid YAML: ${error.message}`) };
  }
  if (document === undefined) throw new Error('a text without errors has no document');
  if (second !== undefined) {
    return {
      document,
      lines,
      problem: problemAt(second, 'begins a second document: there must be one only'),
    };
  }
  const key = wrongKey(document);
  return { document, lines, problem: key === undefined ? undefined : problemAt(key.offset, key.message) };
}

/** So many documents are read of a text that may have several. */
const MOST_DOCUMENTS = 1000;

/** As `readYaml`, of a text that may have several documents (`---`), within the same limits; empty ones are left out. */
export function readYamlDocuments(
  text: string,
):
  | { readonly documents: readonly Extract<ReadYaml, { value: unknown }>[] }
  | { readonly problem: YamlProblem } {
  const lines = new LineCounter();
  const source = text.replace(/^\uFEFF/, '');
  const problemAt = (offset: number, message: string): { readonly problem: YamlProblem } => {
    const { line, col } = lines.linePos(offset);
    return { problem: { line, column: col, message } };
  };
  const tokens = tokensOf(source, lines);
  if ('message' in tokens) return problemAt(tokens.offset, tokens.message);
  const { documents, second, error } = documentsOf(tokens, source.length, MOST_DOCUMENTS);
  if (error !== undefined) return problemAt(error.offset, `not valid YAML: ${error.message}`);
  if (second !== undefined)
    return problemAt(second, `begins one document more than the ${thousands(MOST_DOCUMENTS)} that are read`);
  const values: Extract<ReadYaml, { value: unknown }>[] = [];
  for (const document of documents) {
    const key = wrongKey(document);
    if (key !== undefined) return problemAt(key.offset, key.message);
    const read = valueOf(document, lines, text);
    if ('problem' in read) return read;
    if (read.value !== null) values.push(read);
  }
  return { documents: values };
}

/** As `composeYaml`, with the plain value, in which what an alias brings in is one object in several places. */
export function readYaml(text: string): ReadYaml {
  const { document, lines, problem } = composeYaml(text);
  if (problem !== undefined) return { problem };
  if (document === undefined) throw new Error('a text without a problem has no document');
  return valueOf(document, lines, text);
}

function valueOf(document: Document, lines: LineCounter, text: string): ReadYaml {
  let value: unknown;
  try {
    // What aliases make of a text is counted below, all of it.
    value = document.toJS({ maxAliasCount: -1 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = 'not valid YAML: an alias (*name) has no anchor (&name) before it';
    return { problem: { line: 1, column: 1, message } };
  }
  // Without an alias it is as long as its text.
  if (text.includes('*') && isLongerThan(value, YAML_LIMITS.written)) {
    const message = `is too large: it has more than ${thousands(YAML_LIMITS.written)} characters once its aliases are written out`;
    return { problem: { line: 1, column: 1, message } };
  }
  return { value, document, lines };
}

interface Place {
  readonly offset: number;
  readonly message: string;
}

/** The text's syntax tree, as far as there are not too many errors; or where it is beyond the limits. */
function tokensOf(source: string, lines: LineCounter): CST.Token[] | Place {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let count = 0;
  let anchors = 0;
  let errors = 0;
  let isText = false;
  for (const lexeme of new Lexer().lex(source)) {
    const { offset } = parser;
    if (++count > YAML_LIMITS.tokens) {
      const most = thousands(YAML_LIMITS.tokens);
      return { offset, message: `is too large: it has more than ${most} keys, values and marks` };
    }
    if (!isText && (lexeme.startsWith('&') || lexeme.startsWith('*')) && ++anchors > YAML_LIMITS.anchors) {
      const most = thousands(YAML_LIMITS.anchors);
      return { offset, message: `has more than ${most} anchors and aliases (&name and *name)` };
    }
    isText = lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error' && ++errors > MOST_ERRORS) return tokens;
    }
    // The document itself is the first of them.
    if (parser.stack.length > YAML_LIMITS.depth + 1) {
      return { offset, message: `is nested more than ${YAML_LIMITS.depth} deep` };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** What yaml's composer tells errors with. */
type OnError = (
  source: number | readonly number[] | { readonly offset: number },
  code: string,
  message: string,
  isWarning?: boolean,
) => void;

interface Documents {
  /** The first ones; none where there are more errors than anybody wants to know of. */
  readonly documents: readonly Document.Parsed[];
  /** Where one more begins than are read. */
  readonly second?: number;
  /** The first one. */
  readonly error?: Place;
}

/** The documents of a syntax tree, `most` of them. */
function documentsOf(tokens: readonly CST.Token[], length: number, most: number): Documents {
  const composer = new Composer({
    schema: 'core',
    prettyErrors: false,
    logLevel: 'error',
    // Theirs compares each key with all before it.
    uniqueKeys: false,
  });
  const flood = new Error('too many errors');
  const { onError } = composer as unknown as { onError: OnError };
  let errors = 0;
  let first: Place | undefined;
  // An error object, stack and all, for every wrong letter takes longer than all the rest.
  const count: OnError = (source, code, message, isWarning) => {
    if (isWarning === true) return;
    const place = typeof source === 'number' ? [source] : 'offset' in source ? [source.offset] : source;
    first ??= { offset: place[0], message: yamlReason(code) };
    if (++errors > MOST_ERRORS) throw flood;
    onError(source, code, message);
  };
  Reflect.set(composer, 'onError', count);
  try {
    const documents: Document.Parsed[] = [];
    for (const next of composer.compose(tokens, true, length)) {
      if (documents.length === most) return { documents, second: next.range[0] };
      documents.push(next);
      const [error] = next.errors;
      if (error !== undefined) {
        return { documents, error: { offset: error.pos[0], message: yamlReason(error.code) } };
      }
    }
    return { documents };
  } catch (error) {
    if (error !== flood || first === undefined) throw error;
    return { documents: [], error: first };
  }
}

/** The first key that is no text, or that its group has already. */
function wrongKey(document: Document.Parsed): Place | undefined {
  let found: Place | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key, value } of items) {
        if (key !== null && !isScalar(key)) {
          found = { offset: offsetOf(key) ?? offsetOf(value) ?? 0, message: 'a key must be a text' };
          return visit.BREAK;
        }
        const name = String(key?.value ?? '');
        if (seen.has(name)) {
          found = {
            offset: offsetOf(key) ?? 0,
            message: `not valid YAML: “${name}” is in this group already`,
          };
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return found;
}

function offsetOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0];
}

/** Whether a value has more than so many characters once written out, what is shared as often as it occurs. */
function isLongerThan(root: unknown, most: number): boolean {
  const left: unknown[] = [root];
  let length = 0;
  while (left.length > 0) {
    const value = left.pop();
    length += VALUE_CHARACTERS;
    if (typeof value === 'string') length += value.length;
    else if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (typeof value === 'object' && value !== null) {
      const group = value as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(group)) {
        length += key.length;
        left.push(group[key]);
      }
    }
    if (length > most) return true;
  }
  return false;
}
