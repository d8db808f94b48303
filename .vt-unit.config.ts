import { defineConfig } from 'vitest/config'
export default defineConfig({
  root: process.cwd(),
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    isolate: false,
    setupFiles: ['tests/support/property-seed.ts'],
    include: ['tests/unit/**/*.test.{ts,tsx}'],
    maxWorkers: 2,
    testTimeout: 900000,
    hookTimeout: 900000,
    provide: { queueKind: 'postgres' },
  },
})
