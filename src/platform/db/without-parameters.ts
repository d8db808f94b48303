/** Methods that answer with a promise, by their names. */
type Methods = Record<string, (...parameters: never[]) => Promise<unknown>>

/**
 * The same methods, whose failures tell what the database said and not what it was asked: Drizzle writes every parameter of a failed query into
 * the message, and here these are hashes of passwords and tokens, which would end in the log.
 */
export function withoutParameters<T extends Methods>(methods: T): T {
  const guarded = Object.entries(methods).map(([name, method]) => [
    name,
    async (...parameters: never[]) => {
      try {
        return await method(...parameters)
      } catch (error) {
        throw forgetParameters(error)
      }
    },
  ])
  return Object.fromEntries(guarded) as T
}

/** An error without the query and its parameters, if it is one of Drizzle's; otherwise the error as it is. */
export function forgetParameters(error: unknown): unknown {
  const query = findQueryError(error)
  return query === null ? error : new Error('a query about people failed', { cause: query.cause })
}

function findQueryError(error: unknown): Error | null {
  if (!(error instanceof Error)) return null
  return 'params' in error && 'query' in error ? error : findQueryError(error.cause)
}
