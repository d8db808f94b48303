/** What readers read wherever a published comparison is named of which a source is no longer what it was. */
export const sourceChanged = 'A source has changed since this was published.'

/** Whether any of these tools, as its page shows it, has the mark of a changed source. */
export function isStale({ tools }: { tools: readonly { staleSince?: string | undefined }[] }): boolean {
  return tools.some(({ staleSince }) => staleSince !== undefined)
}
