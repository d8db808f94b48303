import { revealInvisible } from '../../platform/html/safe-text.js'
import { dayText, listWords } from '../../site/pages/record/words.js'

/** What tells a record from others of the same title. */
export type NamedRecord = { id: string; title: string; models: readonly string[]; createdAt: string }

const shownModels = 2

/** The end of an id, by which people tell two apart. */
export function shortId(id: string): string {
  return id.slice(-6)
}

/** `claude-haiku-4-5 · 22 November 2026 · 3f9a1c`: the jurors, the day and the id of a record in one line. */
export function recordLine({ id, models, createdAt }: Omit<NamedRecord, 'title'>): string {
  const names = models.slice(0, shownModels).map((model) => model.slice(model.indexOf(':') + 1))
  const more = models.length > shownModels ? [`${models.length - shownModels} more`] : []
  const who = names.length === 0 ? [] : [revealInvisible(listWords([...names, ...more]))]
  return [...who, dayText(createdAt), shortId(id)].join(' · ')
}

type Titled = { recordId: string; recordTitle: string }

/** Whether another record of that title is in the list: then a line has to say which is meant. */
export function hasNamesake({ recordId, recordTitle }: Titled, items: readonly Titled[]): boolean {
  return items.some((item) => item.recordId !== recordId && item.recordTitle === recordTitle)
}
