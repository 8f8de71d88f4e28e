import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The one accent. Everything else is ink on paper. */
const pine: MantineColorsTuple = [
  '#eaf6f1',
  '#d3ebe1',
  '#a7d8c5',
  '#77c3a6',
  '#4fb18c',
  '#35a67c',
  '#1b8f68',
  '#0d6b52',
  '#0a5843',
  '#054434'
]

/** For what is lost or cannot be undone: refunds, cancellations, deletion. */
const rust: MantineColorsTuple = [
  '#fcf0ea',
  '#f6ddd1',
  '#ecb9a1',
  '#e1936f',
  '#d97346',
  '#cf6033',
  '#b94e24',
  '#a8431d',
  '#8c3616',
  '#6f290e'
]

const gray: MantineColorsTuple = [
  '#f7f7f5',
  '#f0f0ed',
  '#e5e5e1',
  '#d6d7d2',
  '#b9bbb6',
  '#8d918c',
  '#6a6f6b',
  '#4d524f',
  '#33373a',
  '#16191a'
]

const dark: MantineColorsTuple = [
  '#e9ecea',
  '#c9cecb',
  '#9ea5a1',
  '#6d7571',
  '#3b4240',
  '#2b302e',
  '#212624',
  '#191d1b',
  '#131614',
  '#0d0f0e'
]

export const theme = createTheme({
  colors: { pine, rust, gray, dark },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  black: '#16191a',
  fontFamily: '"Inter Variable", ui-sans-serif, -apple-system, BlinkMacSystemFont, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { fw: 550 } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 } } },
    Modal: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, centered: true },
      styles: { title: { fontWeight: 600 } }
    }
  }
})

/** Mantine's own greys are too faint for small text: WCAG AA asks for 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfbfa',
    '--mantine-color-dimmed': '#5f6561',
    '--mantine-color-placeholder': '#6a6f6b',
    '--mantine-color-error': '#a8431d'
  },
  dark: {
    '--mantine-color-body': '#131614',
    '--mantine-color-dimmed': '#9ea5a1',
    '--mantine-color-placeholder': '#8c9490',
    '--mantine-color-error': '#e1936f',
    // These bear white text, as in the light scheme: Mantine decides that by the light one alone.
    '--mantine-color-pine-filled': '#0d6b52',
    '--mantine-color-pine-filled-hover': '#10775b',
    '--mantine-color-rust-filled': '#a8431d',
    '--mantine-color-rust-filled-hover': '#b94e24'
  }
})
