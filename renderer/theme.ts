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

/** Dark grounds with a little of the accent's blue in them; 7 is the page, 6 a field, 4 its border. */
const DARK: MantineColorsTuple = [
  '#d8dee6',
  '#b4bdc9',
  '#8d98a7',
  '#667181',
  '#424c5a',
  '#343d4a',
  '#262d37',
  '#1b1f26',
  '#15181d',
  '#0f1216',
];

/** What floats stands in the page's main part, so that it is in a landmark as all else. */
const IN_MAIN = { portalProps: { target: '#main' } };

/** The head of a dialog is no banner of the page. */
const PLAIN_HEADER = { attributes: { header: { role: 'presentation' } } };

/** The look of the app; the rest is in style.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent: ACCENT, dark: DARK },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: IN_MAIN },
    Popover: { defaultProps: IN_MAIN },
    Combobox: { defaultProps: IN_MAIN },
    Modal: { defaultProps: PLAIN_HEADER },
    Drawer: { defaultProps: PLAIN_HEADER },
  },
});
