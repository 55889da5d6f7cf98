import { labelOf } from '../../../engine/scenario/fieldLabels.ts';
import { Accordion, Badge, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import type { CatalogLists } from '../../../host/api/types.ts';
import type { OpenDocument } from '../../state/workspace.ts';
import type { Path } from '../documentText.ts';
import { FormProvider } from './formModel.ts';
import { FORM_GROUPS, type FormGroup, groupOfProblem, type GroupId } from './formGroups.ts';
import { AddItem, ItemBlock } from './fields/ItemBlock.tsx';
import { type ItemList, itemsOf } from './listItems.ts';
import { FleetFields } from './pool/FleetFields.tsx';
import { PriceFields, ServingFields } from './pool/PoolFields.tsx';
import { JobFields } from './JobFields.tsx';
import { PLAIN_TEXT, NUMBER_TEXT } from './fields/fieldTexts.ts';
import { NoForm } from './NoForm.tsx';
import { ScenarioFields } from './ScenarioFields.tsx';
import classes from './ScenarioForm.module.css';
import { TextField } from './fields/TextField.tsx';
import { useFormModel } from './useFormModel.ts';
import { YamlOnly } from './fields/YamlOnly.tsx';
import { ServiceLevelFields, WorkloadFields } from './workload/WorkloadFields.tsx';

const CLASS_NAMES = {
  item: classes.item ?? '',
  control: classes.control ?? '',
  label: classes.label ?? '',
  chevron: classes.chevron ?? '',
  content: classes.content ?? '',
};

interface ScenarioFormProps {
  readonly document: OpenDocument;
  readonly catalog: CatalogLists | undefined;
  /** Groups that are open. */
  readonly open: readonly GroupId[];
  onOpen(groups: readonly GroupId[]): void;
  /** Shows a place of the document as YAML. */
  onYaml(path: Path): void;
}

/** The document as a form: its assumptions in groups, each changed in place. The text stays what counts. */
export function ScenarioForm({ document, catalog, open, onOpen, onYaml }: ScenarioFormProps) {
  const form = useFormModel(document, catalog, onYaml);
  if (form === undefined) return <NoForm onYaml={onYaml} />;
  const { raw, problems, answer } = form;
  const each = (list: ItemList, group: FormGroup, fields: (index: number) => ReactNode) =>
    itemsOf(raw, list).map((_, index) => (
      // Its place is what an item is: its id is a field like others.
      <ItemBlock key={index} list={list} index={index} group={group.title} isHome={group.home === list}>
        {fields(index)}
      </ItemBlock>
    ));
  const content: Readonly<Record<GroupId, (group: FormGroup) => ReactNode>> = {
    workload: (group) => each('workloads', group, (index) => <WorkloadFields index={index} />),
    jobs: (group) => (
      <>
        <Text size="xs" c="dimmed" px={8} pt={4}>
          Work that can wait: items that are handed to a pool, so many at a time, until all are done.
        </Text>
        {each('jobs', group, (index) => (
          <JobFields index={index} />
        ))}
      </>
    ),
    serving: (group) => each('pools', group, (index) => <ServingFields index={index} />),
    fleet: (group) => each('pools', group, (index) => <FleetFields index={index} />),
    prices: (group) => (
      <>
        {each('pools', group, (index) => (
          <PriceFields index={index} />
        ))}
        <div className={classes.rest}>
          <TextField path={['currency']} label={labelOf('currency')} text={PLAIN_TEXT} />
          <TextField
            path={['chargeback', 'outputTokenWeight']}
            label={labelOf('chargeback.outputTokenWeight')}
            text={NUMBER_TEXT}
            unit="× a prompt token"
            placeholder="4"
            description="What it counts for where tenants share the cost"
          />
          <Commitments raw={raw} />
        </div>
      </>
    ),
    slo: (group) => each('workloads', group, (index) => <ServiceLevelFields index={index} />),
    scenario: () => <ScenarioFields />,
  };
  return (
    <FormProvider value={form}>
      <Accordion
        multiple
        order={3}
        value={[...open]}
        onChange={(next) => onOpen(next as GroupId[])}
        variant="separated"
        chevronPosition="left"
        classNames={CLASS_NAMES}
      >
        {FORM_GROUPS.map((group) => {
          const ofGroup = ({ path }: { path: string }) => groupOfProblem(path) === group.id;
          const wrong = problems.filter(ofGroup).length;
          const warned = problems.length > 0 ? 0 : (answer?.warnings.filter(ofGroup).length ?? 0);
          return (
            <Accordion.Item key={group.id} value={group.id}>
              <Accordion.Control>
                {group.title}
                {wrong > 0 ? (
                  <Badge color="red" variant="light" size="sm" ml="xs" tt="none">
                    {wrong} {wrong === 1 ? 'problem' : 'problems'}
                  </Badge>
                ) : undefined}
                {warned > 0 ? (
                  <Badge variant="default" c="var(--fc-warn)" size="sm" ml="xs" tt="none">
                    {warned} {warned === 1 ? 'warning' : 'warnings'}
                  </Badge>
                ) : undefined}
              </Accordion.Control>
              <Accordion.Panel role="group">
                {content[group.id](group)}
                {group.home === undefined ? undefined : <AddItem list={group.home} />}
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
    </FormProvider>
  );
}

/** Commitments are written in the YAML; here is that there are some. */
function Commitments({ raw }: { readonly raw: unknown }) {
  const commitments = valueAt(raw, ['commitments']);
  if (!Array.isArray(commitments) || commitments.length === 0) return undefined;
  return (
    <YamlOnly path={['commitments']}>
      {commitments.length === 1 ? 'One commitment' : `${commitments.length} commitments`}
    </YamlOnly>
  );
}
