/** Texts that neither a hash nor PostgreSQL can take as they are, and those that say nothing. */
export const spoiledTexts: [name: string, text: string][] = [
  ['NUL', 'a\u0000b'],
  ['half of a pair', 'a\ud800b'],
  ['the other half', '\udc00'],
  ['white space alone', ' \n\t\u00a0'],
  ['nothing', ''],
]
