import { useEffect, useState } from 'react';
import type { DocumentInfo, ExampleInfo } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';
import { sayError } from '../app/say.ts';
import { takeDocument } from '../state/opening.ts';

/** An example, and the document made of it once it is opened. */
export interface OpenedExample {
  readonly example: ExampleInfo;
  readonly document?: DocumentInfo;
}

/** The examples, each opened so that it has a result; undefined until their names are there. */
export function useExamples(): readonly OpenedExample[] | undefined {
  const [examples, setExamples] = useState<readonly OpenedExample[]>();
  const { opened } = useConnection();
  useEffect(() => {
    const load = async (): Promise<void> => {
      const all = await host.documents.examples();
      const found: OpenedExample[] = all.map((example) => ({ example }));
      setExamples([...found]);
      for (const [index, example] of all.entries()) {
        const document = await host.documents.openExample({ example: example.name });
        // The first one's answer should not wait for the others.
        takeDocument(document);
        found[index] = { example, document };
        setExamples([...found]);
      }
    };
    if (opened > 0) load().catch(sayError);
  }, [opened]);
  return examples;
}
