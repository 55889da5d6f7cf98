import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Path } from '../../documentText.ts';
import { useForm } from '../formModel.ts';
import classes from './YamlOnly.module.css';

interface YamlOnlyProps {
  readonly path: Path;
  readonly elementId?: string;
  /** What there is that the form does not show. */
  readonly children: ReactNode;
}

/** Stands for what the form leaves to the YAML, with the way there. */
export function YamlOnly({ path, elementId, children }: YamlOnlyProps) {
  const { showYaml } = useForm();
  return (
    <div className={classes.text}>
      {children}:{' '}
      <Anchor
        component="button"
        type="button"
        inherit
        underline="always"
        onClick={() => showYaml(path)}
        {...(elementId === undefined ? {} : { id: elementId })}
      >
        edit it as YAML
      </Anchor>
    </div>
  );
}
