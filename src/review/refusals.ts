/** One thing wrong with what was sent; `path` as in `content.quote` or `reason`. */
export type InputProblem = { path: string; message: string }

/** Why nothing was done. Nothing was written then, not even to the audit log. */
export type Refused = {
  status: 'refused'
  why: string
  fix: string
  /** It is not any more as the writer's condition wants it: `isCurrent` said no in the transaction of the write. */
  isOutdated?: true
}

export type NotFound = { status: 'not found'; what: 'record' | 'verdict' | 'comment' | 'revision' | 'person' | 'waiver' }

export type Invalid = { status: 'invalid'; problems: InputProblem[] }

export type NotDone = Refused | NotFound | Invalid

export type Done<T> = ({ status: 'done' } & T) | NotDone

export type DoneOrUnchanged<T> = ({ status: 'done' } & T) | { status: 'unchanged' } | NotDone
