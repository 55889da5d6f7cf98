import { z } from 'zod';
import type { HostMessage, RedeemMessage } from '../host/api/hostMessages.ts';
import type { Tickets } from './tickets.ts';

const redeemMessage: z.ZodType<RedeemMessage> = z.strictObject({
  kind: z.literal('redeem'),
  number: z.int(),
  ticket: z.string(),
  purpose: z.enum(['read', 'write']),
});

/** Answers what the host asks of tickets; nothing for what is no such question. */
export function redeemTickets(tickets: Tickets): (message: unknown) => HostMessage | undefined {
  return (message) => {
    const { data } = redeemMessage.safeParse(message);
    if (data === undefined) return undefined;
    const path = tickets.redeem(data.ticket, data.purpose);
    return { kind: 'redeemed', number: data.number, ...(path === undefined ? {} : { path }) };
  };
}
