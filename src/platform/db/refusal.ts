/** Classes of PostgreSQL's errors (appendix A) that say that a statement with these values will never do: data, constraints, rights, limits. */
const refusals = /^(?:0A|22|23|42|44|54)\w{3}$/
/** Deadlocks, and conflicts of transactions: another try resolves them. */
const conflicts = /^(?:40001|40P01)$/

/** PostgreSQL's code for an error (SQLSTATE); an empty text for one that is not PostgreSQL's. */
export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Whether PostgreSQL refused a statement for its values, so that another try would be refused again. */
export function isRefusal(error: unknown): boolean {
  return refusals.test(sqlState(error))
}

/** Whether a statement of many rows was turned back as a whole, while each of its rows alone may pass. */
export function mayPassAlone(error: unknown): boolean {
  return isRefusal(error) || conflicts.test(sqlState(error))
}
