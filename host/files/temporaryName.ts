import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Hidden, and says whose it is, so that what a killed process left is known for what it is. */
const NAME = /^\.fleetcast-([0-9a-f]{12})-(\d+)-[0-9a-f-]+\.(part|whole)$/;

/** What the name of something in the making says. */
export interface Maker {
  /** The running system that its process number counts in (`processPlace`). */
  readonly place: string;
  readonly processId: number;
  readonly state: 'part' | 'whole';
}

/** A name, without its state, that no other process and no other call gives. */
export function temporaryName(): string {
  return `.fleetcast-${processPlace()}-${process.pid}-${randomUUID()}`;
}

/** Who made what has such a name; undefined for any other name. */
export function makerOf(name: string): Maker | undefined {
  const [, place, processId, state] = NAME.exec(name) ?? [];
  return place === undefined
    ? undefined
    : { place, processId: Number(processId), state: state === 'whole' ? 'whole' : 'part' };
}

let known: string | undefined;

/**
 * Where process numbers mean what they mean here, in 12 hexadecimal digits: this host, since it was started, and
 * this container of it. In a folder that several share, the number of another's process says nothing.
 */
export function processPlace(): string {
  known ??= createHash('sha256')
    .update(
      [
        hostname(),
        // Linux has both; where they are not, a host's name is what there is.
        orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
        orNothing(() => readlinkSync('/proc/self/ns/pid')),
      ].join('\n'),
    )
    .digest('hex')
    .slice(0, 12);
  return known;
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
