import { someNames } from '../../../engine/scenario/reading/someNames.ts';
import { shortName } from './shortName.ts';

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
    const group = `${someNames(names)}: ${said}`;
    if (shown.length > 0 && shown.join('; ').length + group.length > ROOM) break;
    shown.push(group);
    left -= names.length;
  }
  return [...shown, ...(left > 0 ? [`and ${left} ${left === 1 ? 'other' : 'others'}`] : [])].join('; ');
}
