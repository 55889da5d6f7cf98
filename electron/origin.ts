/** The scheme that the app's own pages come by. */
export const SCHEME = 'app';
const HOST = 'fleetcast';

/** The page that every window shows. */
export const START_PAGE = `${SCHEME}://${HOST}/index.html`;

/**
 * Whether an address is one of our own pages. Scheme and host are compared, not `URL.origin`: for a
 * scheme of one's own that is the text `null`, which would be equal for all of them.
 */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '';
}
