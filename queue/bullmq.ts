import { createRequire } from 'node:module'

/**
 * What we use of BullMQ, loaded as the CommonJS that it is. An import would first search each of its 171 files for the names that it exports,
 * which takes as long as loading them: 0.15 s of every command that runs a panel.
 */
export const {
  createPostgresBackend,
  DelayedError,
  FlowProducer,
  Queue,
  RateLimitError,
  runMigrations,
  UnrecoverableError,
  WaitingError,
  withBackend,
  Worker,
} = createRequire(import.meta.url)('bullmq') as typeof import('bullmq')
