import { Alert, Progress, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { LongCall } from '../state/longCalls.ts';

interface LongCallStatusProps {
  readonly call: Pick<LongCall<unknown>, 'isRunning' | 'share' | 'sentence' | 'failure'>;
  /** Of the progress bar. */
  readonly label: string;
}

/** How a call goes that takes its time, and why it failed if it did. */
export function LongCallStatus({ call, label }: LongCallStatusProps) {
  const { isRunning, share, sentence, failure } = call;
  return (
    <>
      {isRunning ? (
        <div>
          <Progress value={share * 100} aria-label={label} />
          <Text size="xs" className="fc-quiet" mt={4} role="status">
            {sentence.charAt(0).toUpperCase() + sentence.slice(1)}
          </Text>
        </div>
      ) : undefined}
      {failure === undefined ? undefined : (
        <Alert
          variant="default"
          role="alert"
          icon={<IconAlertTriangle aria-hidden />}
          title={failure.sentence}
        >
          {failure.problems.map(({ path, message, suggestion }) => (
            <div key={`${path} ${message}`}>
              {path} {message}
              {suggestion === undefined ? '' : ` (${suggestion})`}
            </div>
          ))}
          {failure.action}
        </Alert>
      )}
    </>
  );
}
