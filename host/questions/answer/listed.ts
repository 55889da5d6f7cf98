/** Names in a sentence are cut here; a document may make them as long as a page. */
const LONGEST_NAME = 70;

/** A name as a page of paper has room for it. */
export function shortName(name: string, longest = LONGEST_NAME): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 1).trimEnd()}…`;
}

/** Names as in `a, b and c`; of more than `most` the first, and how many others there are. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most);
  const left = names.length - shown.length;
  if (left > 0) return `${shown.join(', ')} and ${left} ${left === 1 ? 'other' : 'others'}`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Characters that a text about several has on the page: two lines and a half. */
const ROOM = 230;

/**
 * What there is to say of each, separated by `; `: once where it is the same of all, else by name, of as many as there is
 * room for (one at least), and how many others there are; those of whom the same is said stand together.
 */
export function each<Item>(
  items: readonly Item[],
  name: (item: Item) => string,
  text: (item: Item) => string,
): string {
  const namesOf = new Map<string, string[]>();
  for (const item of items) {
    const said = text(item);
    namesOf.set(said, [...(namesOf.get(said) ?? []), shortName(name(item), 24)]);
  }
  if (namesOf.size === 1) return [...namesOf.keys()][0];
  const shown: string[] = [];
  let left = items.length;
  for (const [said, names] of namesOf) {
    const group = `${listed(names)}: ${said}`;
    if (shown.length > 0 && shown.join('; ').length + group.length > ROOM) break;
    shown.push(group);
    left -= names.length;
  }
  return [...shown, ...(left > 0 ? [`and ${left} ${left === 1 ? 'other' : 'others'}`] : [])].join('; ');
}
