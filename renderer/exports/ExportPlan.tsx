import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { attempt, say } from '../app/say.ts';
import { exportPlan, type PlanFormat, printPlan } from './exportDeeds.ts';

interface ExportPlanProps {
  readonly planId: string | undefined;
  /** The scenario's text as it is; the memo of a plan for another one says so. */
  readonly text: string;
  readonly isOld: boolean;
}

/** Keeps a planned purchase as a memo. */
export function ExportPlan({ planId, text, isOld }: ExportPlanProps) {
  const save = (format: PlanFormat): void =>
    void attempt(async () => {
      if (planId !== undefined && (await exportPlan(planId, format, text)))
        say(
          isOld
            ? 'The memo was exported. It says that the scenario was edited since.'
            : 'The memo was exported.',
        );
    });
  const print = (): void =>
    void attempt(async () => {
      if (planId !== undefined) await printPlan(planId, text);
    });
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          disabled={planId === undefined}
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Export the memo
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isOld ? <Menu.Label>Of the scenario before the last edits</Menu.Label> : undefined}
        <Menu.Item onClick={() => save('html')}>HTML memo</Menu.Item>
        <Menu.Item onClick={() => print()}>PDF…</Menu.Item>
        <Menu.Item onClick={() => save('xlsx')}>XLSX with the hours</Menu.Item>
        <Menu.Item onClick={() => save('json')}>JSON</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
