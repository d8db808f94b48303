/** Where the pages of the desk are. The desk is mounted at `deskPath`; the routes of its apps are relative to that. */
export const deskPath = '/desk'

export const queuePath = `${deskPath}/queue`
/** What a few letters find. */
export const findPath = `${deskPath}/find`
export const recordsPath = `${deskPath}/records`
export const panelsPath = `${deskPath}/panels`
export const toolsPath = `${deskPath}/tools`
/** What is read of a tool's addresses, before it is a dossier. */
export const intakesPath = `${toolsPath}/intakes`
export const agreementPath = `${deskPath}/agreement`
export const auditPath = `${deskPath}/audit`
export const newsletterPath = `${deskPath}/newsletter`
export const settingsPath = `${deskPath}/settings`
export const communityPath = `${deskPath}/community`
export const peoplePath = '/auth/people'
export const accountPath = '/auth/account'

export function recordPath(recordId: string): string {
  return `${recordsPath}/${encodeURIComponent(recordId)}`
}

/** The editor of one verdict of a record. */
export function verdictPath(recordId: string, verdictId: string): string {
  return `${recordPath(recordId)}/verdicts/${encodeURIComponent(verdictId)}`
}

export function panelPath(panelId: string): string {
  return `${panelsPath}/${encodeURIComponent(panelId)}`
}

/** Everything known of a tool: the versions of its dossier. */
export function toolPath(slug: string): string {
  return `${toolsPath}/${encodeURIComponent(slug)}`
}

/** A dossier that is being written. */
export function draftPath(draftId: string): string {
  return `${toolsPath}/drafts/${encodeURIComponent(draftId)}`
}

/** How one reading of a tool's addresses goes, and what is proposed from it. */
export function intakePath(intakeId: string): string {
  return `${intakesPath}/${encodeURIComponent(intakeId)}`
}

/** Two panels side by side; without ids, the page that is given them. */
export function comparePath(a?: string, b?: string): string {
  return a === undefined || b === undefined
    ? `${panelsPath}/compare`
    : `${panelsPath}/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`
}

/** The form for a panel that is drafted again over the dossiers it judged; with a tool and a persona, for that seat alone. */
export function againPath(panelId: string, seat: { tool: string; persona: string } | null = null): string {
  return `${panelsPath}/new?${new URLSearchParams({ again: panelId, ...seat })}`
}
