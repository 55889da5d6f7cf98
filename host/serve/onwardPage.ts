/**
 * A page that leads on to an address of letters, digits and marks that HTML gives no meaning to. It takes no script, and
 * the page that it leads to takes its place in the history of the window. Its icon is none, so that none is asked for.
 */
export function onwardPage(address: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${address}">
<link rel="icon" href="data:,">
<title>Fleetcast</title>
<p><a href="${address}">Go on to Fleetcast</a></p>
`;
}
