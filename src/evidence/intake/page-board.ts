import type { PageReport } from '../../contracts/proposal.js'

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
        reports[at] = { ...report, ...change }
        tell()
      }
    },
  }
}
