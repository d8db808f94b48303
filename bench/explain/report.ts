import type { Statement } from './plans.js'

/** A page with what it asked the database. */
export type PageExplained = { path: string; status: number; ms: number; statements: Statement[] }

/** Rows above which reading a table from end to end is worth a look. */
export const largeTable = 1_000

/** Those that read more than a thousand rows of a table from end to end. */
export function scansOf({ statements }: PageExplained): Statement[] {
  return statements.filter(({ scans }) => scans.some(({ rows }) => rows > largeTable))
}

/** The page of docs/benchmarks, Markdown. Pure. */
export function renderExplain({ date, seats, pages }: { date: string; seats: number; pages: readonly PageExplained[] }): string {
  const rows = pages.map((page) => {
    const slowest = Math.max(0, ...page.statements.map(({ ms }) => ms))
    const read = page.statements.reduce((sum, { rowsRead }) => sum + rowsRead, 0)
    const scans = scansOf(page).flatMap(({ scans: of }) =>
      of.filter(({ rows }) => rows > largeTable).map(({ table, rows }) => `${table} (${rows})`),
    )
    return `| \`${page.path}\` | ${page.statements.length} | ${slowest.toFixed(1)} | ${read} | ${[...new Set(scans)].join(', ') || 'none'} | ${page.ms.toFixed(0)} |`
  })
  const found = pages.flatMap((page) =>
    scansOf(page).map(({ text, ms }) => `- \`${page.path}\`, ${ms.toFixed(1)} ms: \`${text.slice(0, 300).replaceAll('`', "'")}\``),
  )
  return `# What pages ask of a large database

\`npm run bench:explain\`, ${date}: each page served from a database of ${seats.toLocaleString('en')} seats in 12,500 panels, their records, 1,000 published tools, 50,000 votes and
50,000 entries of the audit log; every statement explained by PostgreSQL's auto_explain as it ran (ANALYZE, BUFFERS). A scan is named when it read more than
${largeTable.toLocaleString('en')} rows of a table from end to end.

| page | statements | slowest, ms | rows read | scans of large tables | page, ms |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

What scans reads what it lists: the desk's list of tools shows every tool, the choice of a tool to compare with offers every published one, and the site's front page and map count
all of them. Pages of the site are made once for each version of the site; those of the desk are made for each request.
${found.length === 0 ? '' : `\n## Statements that scan\n\n${[...new Set(found)].join('\n')}\n`}`
}
