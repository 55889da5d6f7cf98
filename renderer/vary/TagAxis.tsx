import { Button, Group, TagsInput, type TagsInputProps } from '@mantine/core';
import { useState } from 'react';
import classes from './Vary.module.css';
import { type Accept, type Offer, understand } from './understand.ts';

interface TagAxisProps {
  readonly label: string;
  /** What holds while nothing is picked. */
  readonly placeholder: string;
  readonly offers: readonly Offer[];
  /** What may be typed beside them. */
  readonly accept?: Accept;
  readonly values: readonly string[];
  onChange(values: readonly string[]): void;
  /** Several at one press. */
  readonly presets?: readonly { readonly label: string; readonly values: readonly string[] }[];
}

/**
 * Several of what there is: picked from a list, or typed; “h100, h200, b200” is one entry. What is not understood is said
 * below, and not taken.
 */
export function TagAxis({
  label,
  placeholder,
  offers,
  accept,
  values,
  onChange,
  presets = [],
}: TagAxisProps) {
  const [sentences, setSentences] = useState<readonly string[]>([]);
  const [search, setSearch] = useState('');
  const [isListed, setListed] = useState(false);
  const labelOf = (value: string): string => offers.find((offer) => offer.value === value)?.label ?? value;
  const take = (typed: readonly string[]): void => {
    const found = understand(typed, offers, accept);
    setSentences(found.sentences);
    // To be put right where it stands.
    setSearch(found.left.join(', '));
    onChange(found.values);
  };
  return (
    <div className={classes.axis}>
      <TagsInput
        label={label}
        size="xs"
        classNames={{ inputField: classes.entry ?? '' }}
        placeholder={values.length === 0 ? placeholder : ''}
        data={grouped(offers)}
        value={values.map(labelOf)}
        error={sentences.length === 0 ? undefined : sentences.join('. ')}
        clearable
        // A part of several that are typed is none by itself.
        splitChars={[]}
        spellCheck={false}
        maxDropdownHeight={280}
        comboboxProps={{ position: 'bottom-start', width: 340 }}
        filter={(input) => filtered(input.options, input.search, offers)}
        renderOption={({ option }) => <Offered offer={offers.find((each) => each.label === option.value)} />}
        onChange={take}
        dropdownOpened={isListed}
        onDropdownOpen={() => setListed(true)}
        onDropdownClose={() => setListed(false)}
        // An entry is whole then: the list would lie over the next field. By mouse, several are picked from it.
        onKeyDown={(event) => {
          if (event.key === 'Enter') setListed(false);
        }}
        searchValue={search}
        onSearchChange={(text) => {
          setSearch(text);
          // What was pasted leaves an empty field behind, which is no answer to what is said of it.
          if (text !== '' || search !== '') setSentences([]);
        }}
      />
      {presets.length === 0 ? undefined : (
        <Group gap={4} mt={4}>
          {presets.map((preset) => (
            <Button
              key={preset.label}
              className={classes.preset ?? ''}
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                setSentences([]);
                setSearch('');
                onChange(preset.values);
              }}
            >
              {preset.label}
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}

function Offered({ offer }: { readonly offer: Offer | undefined }) {
  if (offer === undefined) return undefined;
  return (
    <div>
      <div>{offer.label}</div>
      {offer.hint === undefined ? undefined : <div className={classes.hint}>{offer.hint}</div>}
    </div>
  );
}

type Data = NonNullable<TagsInputProps['data']>;

/** Offers without a group come by themselves. */
function grouped(offers: readonly Offer[]): Data {
  const groups = Map.groupBy(offers, ({ group }) => group);
  return [...groups.entries()].flatMap(([group, items]): Data => {
    const labels = items.map(({ label }) => label);
    return group === undefined ? labels : [{ group, items: labels }];
  });
}

type Options = ReturnType<NonNullable<TagsInputProps['filter']>>;

/** Those that have each word of what is looked for in a name or the hint; the last one of several that are typed. */
function filtered(options: Options, search: string, offers: readonly Offer[]): Options {
  const words = (search.split(',').at(-1) ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = (label: string): boolean => {
    const offer = offers.find((each) => each.label === label);
    const text = [label, offer?.value, offer?.hint, ...(offer?.spellings ?? [])].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return options.flatMap((option): Options => {
    if (!('items' in option)) return isFound(option.value) ? [option] : [];
    const items = option.items.filter(({ value }) => isFound(value));
    return items.length === 0 ? [] : [{ ...option, items }];
  });
}
