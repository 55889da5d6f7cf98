import { ofVersion } from '../../catalog/atVersion.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { FrontEndSpec } from '../../scenario/spec.ts';
import type { EngineName } from '../stepTime/servingSituation.ts';

/** A front end as documents and the catalogue have it: milliseconds, and microseconds a token. */
interface FrontEndFigures {
  readonly requestMs: number;
  readonly promptTokenUs: number;
  readonly latencyMs: number;
  readonly admissionMs: number;
}

/** What a document says of a pool's front end; `auto` where it is left out. */
export type FrontEndDocument = 'auto' | 'none' | FrontEndFigures;

/**
 * The front end of a pool: its own figures, or those of the engine that it names at its version. Undefined where there is
 * nothing to pass: with `none`, without a named engine, of one that the catalogue knows nothing of, and where all figures are 0.
 * Step times that a document gives (`ownSteps`) have in them what the engine's core does for a request, so that the
 * catalogue's figure for it is left out there.
 */
export function poolFrontEnd(
  document: FrontEndDocument = 'auto',
  { engines }: Pick<Catalog, 'engines'>,
  engine: EngineName | undefined,
  ownSteps: boolean,
): FrontEndSpec | undefined {
  if (document === 'none') return undefined;
  if (document !== 'auto') return inSeconds(document);
  const generations = engines.find(({ id }) => id === engine?.family)?.frontEnd;
  if (engine === undefined || generations === undefined) return undefined;
  const found = ofVersion(generations, engine.version);
  return inSeconds(ownSteps ? { ...found, admissionMs: 0 } : found);
}

function inSeconds({
  requestMs,
  promptTokenUs,
  latencyMs,
  admissionMs,
}: FrontEndFigures): FrontEndSpec | undefined {
  if (requestMs + promptTokenUs + latencyMs + admissionMs === 0) return undefined;
  return {
    requestSeconds: requestMs / 1e3,
    promptTokenSeconds: promptTokenUs / 1e6,
    latencySeconds: latencyMs / 1e3,
    admissionSeconds: admissionMs / 1e3,
  };
}
