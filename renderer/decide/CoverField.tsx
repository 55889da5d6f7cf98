import {
  coverGroups,
  coveredPools,
  type LeasedPool,
  mayCover,
  ruleScope,
} from '../../engine/scenario/prices/commitmentCover.ts';
import { COMMITMENT_RULES } from '../../engine/scenario/prices/commitmentSchema.ts';
import { valueAt } from '../../engine/scenario/reading/problems.ts';
import { ChoiceField } from '../model/form/fields/ChoiceField.tsx';
import { useForm } from '../model/form/formModel.ts';
import { leasedPoolsOf } from '../model/form/newOffer.ts';

const EVERY_POOL = 'every pool it can cover';

/** Which pools an offer is for: every one that it can cover, those that it can cover together, or one. Other sets are for the YAML. */
export function CoverField({ index }: { readonly index: number }) {
  const { raw } = useForm();
  const path = ['commitmentOffers', index, 'pools'] as const;
  const rule = COMMITMENT_RULES.find((each) => each === valueAt(raw, ['commitmentOffers', index, 'rule']));
  const pools = leasedPoolsOf(raw);
  const written = valueAt(raw, path);
  const sets = rule === undefined ? [] : choicesOf(rule, pools);
  const chosen =
    written === undefined ? EVERY_POOL : Array.isArray(written) ? written.join(', ') : String(written);
  const every = rule === undefined ? [] : coveredPools({ rule }, pools).map(({ id }) => id);
  return (
    <ChoiceField
      path={path}
      label="Covers"
      isWhole
      {...(rule === undefined ? {} : { description: `Such a commitment is for ${ruleScope(rule).isFor}.` })}
      choices={[
        {
          value: EVERY_POOL,
          label: every.length === 0 ? EVERY_POOL : `${EVERY_POOL}: ${every.join(', ')}`,
        },
        ...sets.map((ids) => ({ value: ids.join(', '), label: ids.join(', ') })),
      ]}
      chosen={chosen}
      onChoose={(next, field) => field.set(sets.find((ids) => ids.join(', ') === next))}
    />
  );
}

/** Sets of pools that one commitment may be for, by their ids: what it can cover together, then one by one. */
function choicesOf(
  rule: Parameters<typeof ruleScope>[0],
  pools: readonly LeasedPool[],
): readonly (readonly string[])[] {
  const together = coverGroups(rule, pools).map((group) => group.map(({ id }) => id));
  const alone = pools.filter(({ lease }) => mayCover(rule, lease)).map(({ id }) => [id]);
  return [...together.filter(({ length }) => length > 1), ...alone];
}
