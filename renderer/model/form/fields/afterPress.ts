/** Whether a button of the mouse (or a finger) is down: a field that is left by a press is left before the click. */
let isDown = false;
addEventListener('pointerdown', () => (isDown = true), true);
for (const end of ['pointerup', 'pointercancel'] as const) {
  addEventListener(end, () => setTimeout(() => (isDown = false)), true);
}

/**
 * Does something at once or, while the mouse is down, just before its click is heard: what the deed moves on the
 * screen must not move away from under the mouse, and the click acts on what the deed has done.
 */
export function afterPress(deed: () => void): void {
  if (!isDown) {
    deed();
    return;
  }
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    removeEventListener('click', once, true);
    deed();
  };
  addEventListener('click', once, true);
  // A press that ends elsewhere is no click.
  addEventListener('pointerup', () => setTimeout(once, 50), { capture: true, once: true });
  addEventListener('pointercancel', once, { capture: true, once: true });
}
