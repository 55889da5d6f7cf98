/** The screens by their names, in the order of their tabs and shortcuts. */
export const ROUTES = { home: 'Home', model: 'Model', compare: 'Compare', decide: 'Decide' } as const;

export type Route = keyof typeof ROUTES;

export function isRoute(text: string): text is Route {
  return Object.hasOwn(ROUTES, text);
}
