import { useEffect, useState } from 'react';
import type { CatalogLists } from '../../host/api/types.ts';
import { useConnection } from '../api/connection.ts';
import { host } from '../api/host.ts';
import { attempt } from '../app/say.ts';
import { rememberModels } from '../state/knownModels.ts';

/** It comes with the program: one answer does for the window's life. */
let known: CatalogLists | undefined;

/** The catalogue; undefined until it is there. */
export function useCatalog(): CatalogLists | undefined {
  const [catalog, setCatalog] = useState(known);
  const { opened } = useConnection();
  useEffect(() => {
    if (known !== undefined || opened === 0) return;
    void attempt(async () => {
      known = await host.catalog.list();
      rememberModels(known);
      setCatalog(known);
    });
  }, [opened]);
  return catalog;
}
