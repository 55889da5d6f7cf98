/** Choices in the order in which they are written; the type asks for a text for each value there is. */
export function choicesOf<Value extends string>(
  texts: Readonly<Record<Value, string>>,
): { readonly value: Value; readonly label: string }[] {
  return (Object.entries<string>(texts) as [Value, string][]).map(([value, label]) => ({ value, label }));
}
