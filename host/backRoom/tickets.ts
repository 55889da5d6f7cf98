import { HostError } from './hostError.ts';

/** Files that the person chose in a dialog of the shell, by ticket; a window knows only the ticket. */
export interface Tickets {
  grant(ticket: string, path: string): void;
  /** The path, once: a ticket is good for one use. Throws `REFUSED` for any other. */
  redeem(ticket: string): string;
}

/** No tickets yet. */
export function createTickets(): Tickets {
  const paths = new Map<string, string>();
  return {
    grant: (ticket, path) => void paths.set(ticket, path),
    redeem: (ticket) => {
      const path = paths.get(ticket);
      if (path === undefined) throw new HostError('REFUSED', 'This file was not chosen in a dialog.');
      paths.delete(ticket);
      return path;
    },
  };
}
