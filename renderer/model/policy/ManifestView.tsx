import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { objectName } from '../../../engine/scenario/manifest/written/writtenManifest.ts';
import { attempt } from '../../app/say.ts';
import { shell } from '../../shell/shell.ts';
import { policyManifest } from './policyManifest.ts';
import classes from './PolicyPanel.module.css';

interface ManifestViewProps {
  readonly text: string;
  /** Of the pool. */
  readonly index: number;
  readonly poolId: string;
}

/** A policy as the manifest that a cluster is given for it. */
export function ManifestView({ text, index, poolId }: ManifestViewProps) {
  const manifest = useMemo(() => policyManifest(text, index), [text, index]);
  if (manifest === undefined) return undefined;
  const save = (yaml: string): Promise<boolean> =>
    shell.saveFile(new File([yaml], `${objectName(poolId)}.yaml`, { type: 'application/yaml' }));
  return (
    <details className={classes.manifest}>
      <summary>Manifest for a cluster</summary>
      {'reason' in manifest ? (
        <Text size="sm">{manifest.reason}</Text>
      ) : (
        <>
          <pre tabIndex={0} aria-label={`Manifest of ${poolId}`}>
            {manifest.text}
          </pre>
          {manifest.remarks.length === 0 ? undefined : (
            <ul>
              {manifest.remarks.map((remark) => (
                <li key={remark}>{remark}.</li>
              ))}
            </ul>
          )}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => void attempt(async () => void (await save(manifest.text)))}
          >
            Save the manifest
          </Button>
        </>
      )}
    </details>
  );
}
