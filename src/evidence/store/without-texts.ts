export type WithSources = { sources: readonly { sha256: string; text: string }[] }

/** A document whose sources' texts are kept apart; one from before they were still holds them. */
export type WithoutTexts<T extends WithSources> = Omit<T, 'sources'> & {
  sources: readonly (Omit<T['sources'][number], 'text'> & { text?: string })[]
}
