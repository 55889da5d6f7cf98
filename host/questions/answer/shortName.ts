/** Names in a sentence are cut here; a document may make them as long as a page. */
const LONGEST_NAME = 70;

/** A name as a page of paper has room for it. */
export function shortName(name: string, longest = LONGEST_NAME): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 1).trimEnd()}…`;
}
