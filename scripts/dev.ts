import { watchAndRun } from './watch-and-run.js'

/** `npm run dev`: `panel serve`, built and started again on every save. Arguments go to `serve`. */
const end = watchAndRun({
  folder: process.cwd(),
  project: 'tsconfig.build.json',
  program: ['dist/src/cli/main.js', 'serve', ...process.argv.slice(2)],
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
