import { explainSystemError, explainSystemWords } from '../../files/system-error.js'

const ownServer = 'set DATABASE_URL=postgresql://user:password@host:5432/database'

/**
 * The embedded PostgreSQL cannot be used. The message says what happened, where, and which way out there is: where the system's reason is a known
 * one in one sentence, otherwise with all that was said.
 */
export class EmbeddedPostgresError extends Error {
  constructor(whatHappened: string, options?: ErrorOptions) {
    const known = explainSystemError(options?.cause) ?? explainSystemWords(whatHappened)
    const message =
      known === null
        ? `${whatHappened}\nTo use a PostgreSQL of your own instead, ${ownServer}.`
        : `${headline(whatHappened)}: ${known.why}.\nTo fix it, ${known.fix}; or use a PostgreSQL of your own: ${ownServer}.`
    super(message, options)
    this.name = 'EmbeddedPostgresError'
  }
}

/** What happened, without the words of a program, a log or the system that follow it. */
function headline(text: string): string {
  const [line = ''] = text.split('\n')
  return line.replace(/(?:: (?:Error|error): .*|\. (?:initdb said|The end of its log, \S+):|\.)$/, '')
}
