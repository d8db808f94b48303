import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/panels/store/schema.ts',
    './src/accounts/store/schema.ts',
    './src/review/store/schema.ts',
    './src/store/api-schema.ts',
    './src/site/store/schema.ts',
    './src/store/vote-schema.ts',
    './src/store/newsletter-schema.ts',
  ],
  out: './src/platform/db/migrations',
})
