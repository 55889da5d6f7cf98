import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { attempt, say } from '../app/say.ts';
import { comparedResults } from '../compare/comparison.ts';
import { useWorkspace } from '../state/workspace.ts';
import { type CompareFormat, exportComparison, printComparison } from './exportDeeds.ts';

/** Keeps the comparison as a file. */
export function ExportComparison() {
  const isThere = useWorkspace((state) => comparedResults(state).length >= 2);
  const now = () => comparedResults(useWorkspace.getState());
  // A page for management takes some seconds.
  const [isMaking, setMaking] = useState(false);
  const make = (deed: () => Promise<void>): void => {
    setMaking(true);
    void attempt(deed).finally(() => setMaking(false));
  };
  const save = (format: CompareFormat): void =>
    make(async () => {
      if (await exportComparison(now(), format)) say('The comparison was exported.');
    });
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          disabled={!isThere}
          loading={isMaking}
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('answer')}>One page for management</Menu.Item>
        <Menu.Item onClick={() => make(() => printComparison(now(), 'answer'))}>The same, PDF…</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => save('html')}>HTML report</Menu.Item>
        <Menu.Item onClick={() => make(() => printComparison(now()))}>Report as PDF…</Menu.Item>
        <Menu.Item onClick={() => save('xlsx')}>XLSX workbook</Menu.Item>
        <Menu.Item onClick={() => save('json')}>JSON</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
