/** What pages are shown on, light and dark: the page itself and a card on it. */
export const grounds = {
  light: { paper: '#fbfaf7', card: '#ffffff' },
  dark: { paper: '#141312', card: '#1c1a18' },
} as const

/** The colour of notes, marks and outlines, which people may choose. */
export const packageAccent = { light: '#1f3fbf', dark: '#9db1ff' } as const
