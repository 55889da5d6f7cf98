/** A trigger as a poll sees it. Of cpu or memory it says nothing of activity: pods have to be there to be measured. */
export interface KedaTrigger {
  /** cpu and memory, which the HPA reads by itself. */
  readonly isResource: boolean;
  /** NaN: there is no data. */
  readonly value: number;
  readonly activation: number;
}

/** Whether there is something to do: a trigger above its activation, strictly. With resource triggers alone, always. */
export function isKedaActive(triggers: readonly KedaTrigger[]): boolean {
  return (
    triggers.every(({ isResource }) => isResource) ||
    triggers.some(({ isResource, value, activation }) => !isResource && value > activation)
  );
}
