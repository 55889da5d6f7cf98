import { notifications } from '@mantine/notifications';
import { apiError } from '../api/apiError.ts';

const CLOSE = { 'aria-label': 'Close' };

/** Tells the person in a corner of the window. */
export function say(message: string): void {
  notifications.show({ message, autoClose: 5000, closeButtonProps: CLOSE });
}

/** Tells the person what went wrong, and what to do. */
export function sayError(error: unknown): void {
  const { code, sentence, action } = apiError(error);
  if (code === 'CANCELLED') return;
  notifications.show({
    title: sentence,
    message: action,
    color: 'red',
    autoClose: 12_000,
    role: 'alert',
    closeButtonProps: CLOSE,
  });
}

/** Does something that may fail, and says so if it does. */
export async function attempt(deed: () => void | Promise<void>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    sayError(error);
  }
}
