/** The start of a text, at most `max` UTF-16 code units long, a cut shown by an ellipsis: what others wrote is printed no longer than it is read. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`
}
