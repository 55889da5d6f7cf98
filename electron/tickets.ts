import { randomUUID } from 'node:crypto';
import type { TicketPurpose } from '../host/api/hostMessages.ts';

/** The table of what the person chose: windows hold tickets, and main alone knows the paths until one is redeemed. */
export interface Tickets {
  /** A ticket for a path that the person has just chosen. */
  grant(path: string, purpose: TicketPurpose): string;
  /** The path, once and for its purpose; undefined for any other. A ticket that was tried serves no more. */
  redeem(ticket: string, purpose: TicketPurpose): string | undefined;
}

/**
 * An empty table. Tickets are random: one that was not handed out cannot be guessed. The table outlives the host's
 * process, so a ticket that a host has used does not serve the next one.
 */
export function makeTickets(): Tickets {
  const granted = new Map<string, { readonly path: string; readonly purpose: TicketPurpose }>();
  return {
    grant(path, purpose) {
      const ticket = randomUUID();
      granted.set(ticket, { path, purpose });
      return ticket;
    },
    redeem(ticket, purpose) {
      const found = granted.get(ticket);
      granted.delete(ticket);
      return found?.purpose === purpose ? found.path : undefined;
    },
  };
}
