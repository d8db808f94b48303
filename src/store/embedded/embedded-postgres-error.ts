/** The embedded PostgreSQL cannot be used. The message says what happened, where, and which way out there is. */
export class EmbeddedPostgresError extends Error {
  constructor(whatHappened: string, options?: ErrorOptions) {
    super(
      `${whatHappened}\nTo use a PostgreSQL of your own instead, set DATABASE_URL=postgresql://user:password@host:5432/database.`,
      options,
    )
    this.name = 'EmbeddedPostgresError'
  }
}
