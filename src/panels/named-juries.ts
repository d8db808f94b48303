import { UsageError } from '../platform/errors.js'

/** A set of jurors under its name, as panel.config.yaml has it. */
export type Jury = Readonly<{
  name: string
  /** Model ids, `provider:model`: each drafts every seat. */
  jurors: readonly string[]
  /** Who takes the place of a juror with a tie to a tool, in this order, where ties are handled so; none of them is a juror. */
  reserves: readonly string[]
  /** How often each juror drafts a seat. */
  repeat: number
}>

/** The jury of that name. Throws `UsageError` that names those there are. */
export function findJury(juries: readonly Jury[], name: string): Jury {
  const found = juries.find((jury) => jury.name === name)
  if (found !== undefined) return found
  const known = juries.map((jury) => jury.name).join(', ')
  throw new UsageError(
    juries.length === 0
      ? `there is no jury "${name}": panel.config.yaml names none. Add one there, e.g. juries: { ${name}: [provider:model] }`
      : `there is no jury "${name}". Take one of ${known}, or add it to juries in panel.config.yaml`,
  )
}
