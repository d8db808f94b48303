import type { DossierValues } from '../../../contracts/dossier-form.js'

export type ValuesMerge = {
  /** Both sides in one; where both changed a field, as `theirs` has it. */
  values: DossierValues
  /** The fields that both changed, each to another text, and yours of each. */
  conflicts: { path: string; yours: string }[]
  /** The fields in which `theirs` is not what `base` was, as they are in `values`. */
  changed: string[]
}

/**
 * Two edits of one form, field by field: what one side changed is as that side has it. A row that one side took out and the other edited is a
 * conflict too, so that no words vanish with it. Pure.
 */
export function mergeValues({ base, theirs, yours }: Record<'base' | 'theirs' | 'yours', DossierValues>): ValuesMerge {
  const values: Record<string, string> = { ...theirs }
  const conflicts: ValuesMerge['conflicts'] = []
  const paths = new Set([...Object.keys(base), ...Object.keys(theirs), ...Object.keys(yours)])
  const rowsOfTheirs = new Set<string>()
  const rowsOfYours = new Set<string>()
  const changed: string[] = []
  for (const path of paths) {
    const [before, other, own] = [base[path], theirs[path], yours[path]]
    if (other !== before) {
      changed.push(path)
      rowsOfTheirs.add(rowOf(path))
    }
    if (own === before || own === undefined) continue
    rowsOfYours.add(rowOf(path))
    if (other === before) values[path] = own
    else if (other !== own) conflicts.push({ path, yours: own })
  }
  for (const path of paths) {
    if (!isKeptField(path) || conflicts.some((conflict) => conflict.path === path)) continue
    const row = rowOf(path)
    const isTakenOutByYou = values[path] !== 'yes' && base[path] === 'yes' && theirs[path] === 'yes'
    const isTakenOutByThem = theirs[path] !== 'yes' && base[path] === 'yes' && yours[path] === 'yes'
    if (isTakenOutByYou && rowsOfTheirs.has(row)) {
      values[path] = 'yes'
      conflicts.push({ path, yours: yours[path] ?? '' })
    } else if (isTakenOutByThem && rowsOfYours.has(row)) conflicts.push({ path, yours: 'yes' })
  }
  return { values, conflicts, changed }
}

function isKeptField(path: string): boolean {
  return path.endsWith('.kept')
}

function rowOf(path: string): string {
  const [list, key] = path.split('.', 2)
  return `${list}.${key}`
}
