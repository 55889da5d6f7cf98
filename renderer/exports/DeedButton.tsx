import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { attempt, say } from '../app/say.ts';

/** A button that makes a file and says that it is made; some take seconds, which it shows. */
export function DeedButton({
  label,
  deed,
  ...look
}: { readonly label: string; deed(): Promise<boolean | void> } & Pick<ButtonProps, 'size' | 'miw'>) {
  const [isMaking, setMaking] = useState(false);
  return (
    <Button
      {...look}
      variant="default"
      loading={isMaking}
      onClick={() => {
        setMaking(true);
        void attempt(async () => {
          if ((await deed()) === true) say(`${label}: done.`);
        }).finally(() => setMaking(false));
      }}
    >
      {label}
    </Button>
  );
}
