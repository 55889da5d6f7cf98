import { randomUUID } from 'node:crypto';
import type { GrantPurpose, HostMessage } from '../host/api/hostMessages.ts';

type Grant = Extract<HostMessage, { kind: 'grant' }>;

/** The table of what the person chose: windows hold tickets, and only main and host know the paths. */
export interface Tickets {
  /** A ticket for a path that the person has just chosen; the host is told. */
  grant(path: string, purpose: GrantPurpose): string;
  /** Everything granted so far, for a host that was started anew. */
  all(): readonly Grant[];
}

/** An empty table. Tickets are random: one that was not handed out cannot be guessed. */
export function makeTickets(tellHost: (grant: Grant) => void): Tickets {
  const grants: Grant[] = [];
  return {
    grant(path, purpose) {
      const grant: Grant = { kind: 'grant', ticket: randomUUID(), path, purpose };
      grants.push(grant);
      tellHost(grant);
      return grant.ticket;
    },
    all: () => grants,
  };
}
