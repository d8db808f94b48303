import type { PageReport } from '../../contracts/proposal.js'
import { clip } from '../../platform/text/clip.js'

/** As much of what a page and its server say of themselves as a report repeats. */
const longestTitle = 400
const longestMessage = 1_000

/** What is known of each page of an intake, in the order in which they were taken up. */
export type PageBoard = ReturnType<typeof createPageBoard>

/** Keeps the reports, and tells of every change. */
export function createPageBoard(onChange: (pages: PageReport[]) => void) {
  const reports: PageReport[] = []
  const tell = () => onChange([...reports])
  return {
    pages: (): PageReport[] => [...reports],
    /** Adds a page that is to be read; returns what notes how it goes. */
    add: (url: string, from: PageReport['from']) => {
      const at = reports.push({ url, status: 'waiting', from, sources: [], title: null, message: null, fix: null }) - 1
      tell()
      return (change: Partial<Omit<PageReport, 'url' | 'from'>>): void => {
        const report = reports[at]
        if (report === undefined) return
        const { title, message } = { ...report, ...change }
        reports[at] = { ...report, ...change, title: title && clip(title, longestTitle), message: message && clip(message, longestMessage) }
        tell()
      }
    },
  }
}
