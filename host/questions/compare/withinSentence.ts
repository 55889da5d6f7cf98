/** A label as it stands within a sentence: begun with a small letter; abbreviations, as of `GPU-hours`, keep their capitals. */
export function withinSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? `${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}
