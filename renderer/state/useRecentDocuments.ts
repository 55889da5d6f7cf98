import { useEffect, useState } from 'react';
import type { DocumentSummary } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';
import { useWorkspace } from './workspace.ts';

/** All documents that the host keeps, the last opened first; undefined until they are there. */
export function useRecentDocuments(): readonly DocumentSummary[] | undefined {
  const [documents, setDocuments] = useState<readonly DocumentSummary[]>();
  const { opened } = useConnection();
  const changed = useWorkspace(({ documentsChanged }) => documentsChanged);
  useEffect(() => {
    if (opened === 0) return;
    let isGone = false;
    host.documents
      .recent()
      .then((found) => {
        if (!isGone) setDocuments(found);
      })
      // The banner tells that the host does not answer.
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [opened, changed]);
  return documents;
}
