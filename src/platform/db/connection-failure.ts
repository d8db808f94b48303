/** A PostgreSQL that cannot be used: which one and why (`what`, without a password), and what to do about it (`fix`). */
export class ConnectionError extends Error {
  readonly what: string
  readonly fix: string
  constructor({ what, fix }: { what: string; fix: string }, options?: ErrorOptions) {
    super(`${what}\n    fix: ${fix}`, options)
    this.name = 'ConnectionError'
    this.what = what
    this.fix = fix
  }
}

/** Which server was asked, as the driver read it from the connection string. */
export type ServerAddress = { host: string; port: number; database?: string | undefined; user?: string | undefined }

const embedded = 'to use the embedded PostgreSQL: unset DATABASE_URL'

/** The error for a connection that could not be opened, from what the driver threw. Pure. */
export function connectionError(address: ServerAddress, error: unknown): ConnectionError {
  const { host, port, database = '' } = address
  const place = host.startsWith('/') ? `the socket in ${host}` : `${host.includes(':') ? `[${host}]` : host}:${port}`
  const failure = {
    what: `cannot open the database "${database}" at ${place} (DATABASE_URL): ${reasons(error).join('; ')}`,
    fix: `${fixFor(address, codesOf(error))}; ${embedded}`,
  }
  return new ConnectionError(failure, { cause: error })
}

function fixFor({ user = '', database = '' }: ServerAddress, codes: readonly string[]): string {
  // PostgreSQL, appendix A, "Error Codes"; the others are Node's.
  if (codes.some((code) => code.startsWith('28')))
    return `correct the password or the user (${user}) in DATABASE_URL, or what pg_hba.conf lets in`
  if (codes.includes('3D000')) return `make it (createdb ${database}), or correct the name in DATABASE_URL`
  if (codes.includes('42501')) return `let the user ${user} connect to it, or name another in DATABASE_URL`
  if (codes.includes('53300')) return 'raise max_connections there, or stop what holds its connections'
  if (codes.includes('57P03')) return 'it is starting or stopping: try again in a moment'
  return 'start that server, or correct DATABASE_URL'
}

/** One reason for each address that was tried: a name may stand for several. */
function reasons(error: unknown): string[] {
  if (error instanceof AggregateError) return [...new Set(error.errors.flatMap(reasons))]
  return [error instanceof Error && error.message !== '' ? error.message : String(error)]
}

function codesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf)
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? [error.code] : []
}
