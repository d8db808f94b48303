/** Names of places on the page. Slugs hold no double hyphen, so two of them joined by one cannot be mistaken for others. */

/** The id of a source in the list of a tool's sources. */
export function sourceAnchor(tool: string, source: string): string {
  return `source--${tool}--${source}`
}

/** The id of a seat's place in the scorecard; `band` counts the jurors of a persona from 1. */
export function seatAnchor({ tool, persona, band }: { tool: string; persona: string; band: number }): string {
  return `${persona}--${tool}${band === 1 ? '' : `--${band}`}`
}

/** The id of a seat's evidence item; numbers count from 1. */
export function evidenceAnchor(seat: string, number: number): string {
  return `${seat}--evidence-${number}`
}
