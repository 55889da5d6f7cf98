import { useEffect, useState } from 'react';
import type { ExampleInfo } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';

/** The examples that come with Fleetcast; none until they are there. */
export function useExampleInfos(): readonly ExampleInfo[] {
  const [examples, setExamples] = useState<readonly ExampleInfo[]>([]);
  const { opened } = useConnection();
  useEffect(() => {
    if (opened === 0) return undefined;
    let isGone = false;
    host.documents
      .examples()
      .then((found) => {
        if (!isGone) setExamples(found);
      })
      // The banner tells that the host does not answer.
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [opened]);
  return examples;
}
