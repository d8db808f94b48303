import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/panels/store/schema.ts',
    './src/panels/store/tool-schema.ts',
    './src/panels/store/dossier-draft-schema.ts',
    './src/panels/store/logo-schema.ts',
    './src/evidence/store/schema.ts',
    './src/accounts/store/schema.ts',
    './src/audit/schema.ts',
    './src/review/store/schema.ts',
    './src/webhooks/store/schema.ts',
    './src/site/store/schema.ts',
    './src/voting/store/schema.ts',
    './src/newsletter/store/schema.ts',
    './src/settings/store/schema.ts',
  ],
  out: './src/platform/db/migrations',
})
