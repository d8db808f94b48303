/** A figure, or why there is none: what is unknown is never a zero. */
export type Figure<Value = number> = { value: Value; reason: null } | { value: null; reason: NoFigureReason }

export type NoFigureReason =
  /** Fewer items (tools, units) than the minimum. */
  | 'too-few-items'
  | 'too-few-personas'
  | 'too-few-jurors'
  /** Nothing to compare: no unit has two values, or no two jurors made calls that differ on enough of the same items. */
  | 'no-pairs'
  /** All values are the same: nothing tells agreement from chance, and there is no variance to share out. */
  | 'one-value'
  /** Raters could choose one category only. */
  | 'one-category'
  /** So many cells are missing that some kind of difference cannot be seen, such as the same persona and tool with two jurors. */
  | 'missing-cells'
  /** Without one of the items there is no figure. */
  | 'hangs-on-one-item'
  /** The figure is the same whichever item is left out: an interval of no width would look like certainty. */
  | 'no-spread'

/** A figure that is there. Pure. */
export function figure<Value>(value: Value): Figure<Value> {
  return { value, reason: null }
}

/** No figure, and why. Pure. */
export function noFigure(reason: NoFigureReason): Figure<never> {
  return { value: null, reason }
}
