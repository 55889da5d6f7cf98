import { Text, Title } from '@mantine/core';
import { ruleScope } from '../../engine/scenario/prices/commitmentCover.ts';
import { COMMITMENT_RULES } from '../../engine/scenario/prices/commitmentSchema.ts';
import { ChoiceField } from '../model/form/fields/ChoiceField.tsx';
import { GROWTH_TEXT, NUMBER_TEXT, SHARE_TEXT } from '../model/form/fields/fieldTexts.ts';
import { FormProvider, useForm } from '../model/form/formModel.ts';
import { IdField } from '../model/form/fields/IdField.tsx';
import { AddItem, ItemBlock } from '../model/form/fields/ItemBlock.tsx';
import { itemsOf } from '../model/form/listItems.ts';
import { NoForm } from '../model/form/NoForm.tsx';
import { TextField } from '../model/form/fields/TextField.tsx';
import { useFormModel } from '../model/form/useFormModel.ts';
import { YamlOnly } from '../model/form/fields/YamlOnly.tsx';
import { valueAt } from '../../engine/scenario/reading/problems.ts';
import { goTo, type OpenDocument } from '../state/workspace.ts';
import { CoverField } from './CoverField.tsx';
import classes from './DecideScreen.module.css';

const FLEETS = [
  { value: 'as-simulated', label: 'as many as simulated' },
  { value: 'follow-load', label: 'scaled with the load' },
];
const AFTER = [
  { value: 'lost', label: 'counts as wasted' },
  { value: 'needed', label: 'is needed anyway' },
];
const RULES = COMMITMENT_RULES.map((value) => ({ value, label: ruleScope(value).name }));
const TERMS = [
  { value: '1y', label: 'one year' },
  { value: '3y', label: 'three years' },
];
const PAYMENTS = [
  { value: 'none', label: 'monthly' },
  { value: 'partial', label: 'half at the start' },
  { value: 'all', label: 'all at the start' },
];

/** What the buyer assumes and allows, and what is offered: all of it stands in the document. */
export function PlanFields({ document }: { readonly document: OpenDocument }) {
  // The YAML is on the Model screen.
  const showYaml = (): void => goTo('model');
  const form = useFormModel(document, undefined, showYaml);
  if (form === undefined) return <NoForm onYaml={showYaml} />;
  // Where autoscalers set all numbers, what follows the load is simulated.
  const pools = valueAt(form.raw, ['pools']);
  const isScaled =
    Array.isArray(pools) && pools.every((pool: unknown) => valueAt(pool, ['autoscale']) !== undefined);
  return (
    <FormProvider value={form}>
      <section className={`fc-card fc-stacked ${classes.group}`} aria-labelledby="plan-assumed">
        <Title order={3} size="h5" id="plan-assumed" mb={4}>
          Assumed
        </Title>
        <TextField
          path={['commitmentPlan', 'months']}
          label="Plan for the next"
          text={NUMBER_TEXT}
          unit="months"
          placeholder="longest term"
        />
        {isScaled ? undefined : (
          <ChoiceField path={['commitmentPlan', 'fleets']} label="Machines that run" choices={FLEETS} />
        )}
        <TextField
          path={['commitmentPlan', 'growth']}
          label="Growth a month"
          text={GROWTH_TEXT}
          isWhole
          placeholder="low −2%, base 0%, high 2%"
        />
        <TextField
          path={['commitmentPlan', 'startMonths']}
          label="Buy in the first"
          text={NUMBER_TEXT}
          unit="months"
          placeholder="all"
        />
        <ChoiceField path={['commitmentPlan', 'afterHorizon']} label="Committed after that" choices={AFTER} />
      </section>
      <section className={`fc-card fc-stacked ${classes.group}`} aria-labelledby="plan-allowed">
        <Title order={3} size="h5" id="plan-allowed" mb={4}>
          Allowed
        </Title>
        <TextField
          path={['commitmentPlan', 'upfrontLimit']}
          label="Most paid at the start"
          text={NUMBER_TEXT}
          placeholder="no limit"
        />
        <TextField
          path={['commitmentPlan', 'lockedInLimit']}
          label="Most owed at any date"
          text={NUMBER_TEXT}
          placeholder="no limit"
        />
        <TextField
          path={['commitmentPlan', 'risk']}
          label="Caution"
          description="The choice of least regret looks at the worst cases only: at 75%, at the worst quarter of them."
          text={SHARE_TEXT}
          placeholder="75%"
        />
      </section>
      <section className={`fc-card fc-stacked ${classes.group}`} aria-labelledby="plan-offers">
        <Title order={3} size="h5" id="plan-offers" mb={4}>
          Offered
        </Title>
        <Offers />
        <Held />
      </section>
    </FormProvider>
  );
}

function Offers() {
  const { raw } = useForm();
  const offers = itemsOf(raw, 'commitmentOffers');
  return (
    <>
      {offers.length === 0 ? (
        <Text size="xs" className="fc-quiet" mb={4}>
          Nothing is entered: the catalogue’s committed prices are used, where it has them. Enter what you
          were offered; no public list has it for every provider.
        </Text>
      ) : undefined}
      {offers.map((_, index) => (
        <ItemBlock key={index} list="commitmentOffers" index={index} group="Offered" isHome>
          <IdField list="commitmentOffers" index={index} />
          <ChoiceField path={['commitmentOffers', index, 'rule']} label="Kind" choices={RULES} />
          <TextField path={['commitmentOffers', index, 'discount']} label="Discount" text={SHARE_TEXT} />
          <ChoiceField path={['commitmentOffers', index, 'term']} label="Term" choices={TERMS} />
          <ChoiceField path={['commitmentOffers', index, 'payment']} label="Paid" choices={PAYMENTS} />
          <CoverField index={index} />
        </ItemBlock>
      ))}
      <AddItem list="commitmentOffers" />
    </>
  );
}

function Held() {
  const { raw } = useForm();
  const held = valueAt(raw, ['commitments']);
  if (!Array.isArray(held) || held.length === 0) return undefined;
  return (
    <YamlOnly path={['commitments']}>
      {held.length === 1 ? 'One commitment is held already' : `${held.length} commitments are held already`}
    </YamlOnly>
  );
}
