import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** One accent, between blue and indigo; 6 and 7 carry white text at more than 4.5 : 1. */
const ACCENT: MantineColorsTuple = [
  '#eef2ff',
  '#dbe4ff',
  '#bac8ff',
  '#8fa5fb',
  '#6b86f4',
  '#4f6ce8',
  '#3b57d6',
  '#2f47b8',
  '#263a96',
  '#1d2c73',
];

/** The look of the app; the rest is in style.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent: ACCENT },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
});
