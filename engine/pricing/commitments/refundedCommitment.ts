import { amountMicros, type Micros } from '../money.ts';

/**
 * The commitment that a cancelled Azure reservation gives back, micro-units: the payments of the months that are
 * left. It counts against the 50,000 dollars that may be cancelled in twelve months.
 * `cancelledInMonth` counts from 1; that month is paid.
 * Source: Microsoft, "Self-service exchanges and refunds for Azure Reservations" (36 payments of 100 dollars
 * cancelled in month 12 give back 2,400).
 * Throws RangeError for a month that the term does not have.
 */
export function refundedCommitment(
  monthlyPayment: number,
  termMonths: number,
  cancelledInMonth: number,
): Micros {
  if (!(cancelledInMonth >= 1 && cancelledInMonth <= termMonths)) {
    throw new RangeError(`a term of ${termMonths} months has no month ${cancelledInMonth}`);
  }
  return amountMicros(monthlyPayment, termMonths - cancelledInMonth);
}
