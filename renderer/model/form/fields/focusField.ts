import { fieldId } from '../formModel.ts';

/** Gives the focus to the field of a problem's path, or of the nearest group above it; false where there is none. */
export function focusField(path: string): boolean {
  for (let place = path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('.')))) {
    const element = document.getElementById(fieldId(place));
    if (element === null) continue;
    element.scrollIntoView({ block: 'center' });
    element.focus();
    return true;
  }
  return false;
}
