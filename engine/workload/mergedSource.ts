import { appendRequest, createRequestBatch, type RequestBatch, type RequestSource } from './requestBatch.ts';

const BUFFER = 1024;

/**
 * One stream of several, by time; at one instant the earlier source comes first. A single source
 * passes straight through. Each request costs a look at every source's head: they are as many as
 * the workloads of a document.
 */
export function createMergedSource(sources: readonly RequestSource[]): RequestSource {
  if (sources.length === 1) return sources[0];
  const heads = sources.map((source) => ({ source, batch: createRequestBatch(BUFFER), at: 0, ended: false }));
  const refill = (): Promise<void>[] => {
    const waits: Promise<void>[] = [];
    for (const head of heads) {
      if (head.ended || head.at < head.batch.count) continue;
      head.at = 0;
      const filling = head.source.fill(head.batch);
      if (filling === undefined) head.ended = head.batch.count === 0;
      else waits.push(filling.then(() => void (head.ended = head.batch.count === 0)));
    }
    return waits;
  };
  const fill = (batch: RequestBatch): void | Promise<void> => {
    while (batch.count < batch.capacity) {
      const waits = refill();
      if (waits.length > 0) return Promise.all(waits).then(() => fill(batch));
      // All heads stand: take from them until one runs dry.
      while (batch.count < batch.capacity) {
        let first: (typeof heads)[number] | undefined;
        for (const head of heads) {
          if (head.ended) continue;
          if (
            first === undefined ||
            head.batch.arrivalSeconds[head.at] < first.batch.arrivalSeconds[first.at]
          )
            first = head;
        }
        if (first === undefined) return;
        appendRequest(batch, first.batch, first.at++);
        if (first.at === first.batch.count) break;
      }
    }
  };
  return {
    fill(batch) {
      batch.count = 0;
      return fill(batch);
    },
  };
}
