import type { ErrorCode } from 'yaml';

/** What the parser finds, for whoever wrote the text: its own words are of YAML's grammar. */
const REASONS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) takes no tag and no anchor',
  BAD_ALIAS: 'an alias (*name) or anchor (&name) has a name that is none, or that nothing before it has',
  BAD_COLLECTION_TYPE: 'a tag does not go with what follows it',
  BAD_DIRECTIVE: 'a directive (%…) is none of YAML’s',
  BAD_DQ_ESCAPE: 'a backslash in “…” begins none of YAML’s escapes; in ‘…’ it stands for itself',
  BAD_INDENT: 'it is not indented as the lines that it belongs to',
  BAD_PROP_ORDER: 'tags and anchors come after the sign of a list item or key',
  BAD_SCALAR_START: 'a text cannot begin with this sign unless it is in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a key or list begins within a line that has one; it needs a line of its own',
  BLOCK_IN_FLOW: 'what stands in brackets or braces cannot go on as an indented block',
  DUPLICATE_KEY: 'a key is in its group already',
  IMPOSSIBLE: 'it cannot be understood here',
  KEY_OVER_1024_CHARS: 'a key is longer than 1,024 characters',
  MISSING_CHAR: 'a quote, bracket, comma, colon or space is missing here',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines; is a colon missing?',
  MULTIPLE_ANCHORS: 'it has more than one anchor',
  MULTIPLE_DOCS: 'it has several documents (---) where one is read',
  MULTIPLE_TAGS: 'it has more than one tag',
  NON_STRING_KEY: 'a key is no text',
  RESOURCE_EXHAUSTION: 'it nests deeper, or repeats more, than any such text needs to',
  TAB_AS_INDENT: 'a tab indents it; YAML takes blanks only',
  TAG_RESOLVE_FAILED: 'a tag (!…) is none that is known here',
  UNEXPECTED_TOKEN: 'something stands here that cannot',
};

/** What is wrong with a text by a code of the parser's. */
export function yamlReason(code: string): string {
  return Object.hasOwn(REASONS, code) ? REASONS[code as ErrorCode] : REASONS.IMPOSSIBLE;
}
