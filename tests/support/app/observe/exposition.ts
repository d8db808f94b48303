/** One sample of Prometheus' text format. */
export type Sample = { name: string; labels: Record<string, string>; value: number }

const line = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$/
const label = /(?<key>[a-zA-Z_]\w*)="(?<value>(?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y

/** Reads an exposition back. Throws for a line that Prometheus would not read. */
export function parseExposition(text: string): Sample[] {
  return text
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('# HELP ') && !row.startsWith('# TYPE '))
    .map((row) => {
      const parts = line.exec(row)?.groups
      const value = Number(parts?.value?.replace('+Inf', 'Infinity').replace('Nan', 'NaN'))
      if (parts?.name === undefined || (Number.isNaN(value) && parts.value !== 'Nan')) throw new Error(`no sample: ${row}`)
      return { name: parts.name, labels: parseLabels(parts.labels ?? ''), value }
    })
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  label.lastIndex = 0
  while (label.lastIndex < text.length) {
    const found = label.exec(text)?.groups
    if (found?.key === undefined || found.value === undefined) throw new Error(`no labels: ${text}`)
    labels[found.key] = found.value.replace(/\\(.)/g, (_all, escaped: string) => (escaped === 'n' ? '\n' : escaped))
  }
  return labels
}
