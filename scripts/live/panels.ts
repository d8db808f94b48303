import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild } from '../../bench/child.js'
import type { Config } from '../../src/app/config.js'
import { configFileName } from '../../src/app/config-file.js'
import { type App, openApp } from '../../src/app/open-app.js'
import type { PanelRecord } from '../../src/contracts/record.js'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import type { Live } from './case.js'
import type { Target } from './target.js'

type Worker = { stop: () => Promise<unknown> }

/** Panels over the sample, on a database of their own. */
export type LivePanels = {
  app: App
  /** Works on them in this process. */
  workHere: () => Promise<Worker>
  /** Works on them in a process of its own: `panel work`. */
  workApart: () => Promise<Worker>
  run: () => Promise<PanelRecord>
}

type PanelsOptions = {
  target: Target
  /** Two seats: two personas on one dossier, or one on two. `--whole` takes all of both. */
  size: 'personas' | 'dossiers'
  /** After how many tokens a reply is cut; null for as many as a panel gives. `--whole` cuts none. */
  replyTokens: number | null
}

const drainMs = 5_000

/** Opens the app on an embedded PostgreSQL for as long as `use` takes. */
export async function withPanels<T>(live: Live, options: PanelsOptions, use: (panels: LivePanels) => Promise<T>): Promise<T> {
  const { target, size } = options
  const folder = await mkdtemp(join(live.folder, 'panel-'))
  // PostgreSQL refuses to run as root, and then runs as a user who has to be able to look in.
  await Promise.all([live.folder, folder].map((path) => chmod(path, 0o755)))
  const home = join(folder, 'home')
  await mkdir(home)
  const config = panelConfig(live, options)
  const app = await openApp({ ...config, home }, target.runtime)
  try {
    const [dossiers, personas] = await Promise.all([readDossierFiles(packageFiles.sampleDossiers), loadPersonas(packageFiles.personas)])
    const panel = live.isWhole
      ? { dossiers, personas }
      : { dossiers: dossiers.slice(0, size === 'dossiers' ? 2 : 1), personas: personas.slice(0, size === 'personas' ? 2 : 1) }
    return await use({
      app,
      workHere: async () => {
        const worker = await app.work({ providers: [live.provider] })
        return { stop: () => worker.stop({ deadlineMs: drainMs }) }
      },
      workApart: () => startWorker(live, { config, home, databaseUrl: app.connectionString }),
      run: async () => {
        const { plan } = await app.kickOff({ ...panel, jurors: [live.model], recordings: null, budgetUsd: config.budgetUsd })
        return app.follow(plan.panelId, () => {}, live.signal)
      },
    })
  } finally {
    await app.close()
  }
}

/** The configuration of a panel of this model alone. */
function panelConfig({ model, isWhole }: Live, { target, replyTokens }: PanelsOptions): Config {
  const cut = replyTokens === null || isWhole ? [] : [{ match: model, sampling: { maxOutputTokens: replyTokens } }]
  const catalog = [...target.config.catalog, ...cut]
  return { ...target.config, databaseUrl: null, redisUrl: null, jurors: [model], secondOpinion: [], catalog }
}

type Apart = { config: Config; home: string; databaseUrl: string }

/** A worker process gets the configuration as a person would give it: a file, and the variables that it names. */
async function startWorker({ folder, runtime }: Live, { config, home, databaseUrl }: Apart): Promise<Worker> {
  const place = await mkdtemp(join(folder, 'worker-'))
  await writeFile(join(place, configFileName), JSON.stringify(configFile(config), null, 2))
  const vendors = config.providers.flatMap(({ definition: { environment }, apiKey, baseUrl }) => [
    ...(environment.key === null || apiKey === null ? [] : [[environment.key, apiKey]]),
    ...(baseUrl === null ? [] : [[environment.address, baseUrl]]),
  ])
  const keys = config.endpoints.flatMap(({ apiKey, apiKeyEnv }) => (apiKey === null || apiKeyEnv === null ? [] : [[apiKeyEnv, apiKey]]))
  return startChild({
    script: 'src/cli/main.js',
    args: ['work'],
    env: { ...Object.fromEntries([...vendors, ...keys]), DATABASE_URL: databaseUrl, PANEL_HOME: home },
    folder: place,
    outputFile: join(place, 'worker.log'),
    readyText: '"working;',
    runtime,
  })
}

/** The parts of panel.config.yaml that say which models there are. Every JSON document is a YAML one. Pure. */
function configFile({ endpoints, providers, catalog, timeouts, limits }: Config): object {
  const own = endpoints.filter(({ name }) => !providers.some(({ definition }) => definition.id === name))
  const named = own.map(({ name, apiKey: _, apiKeyEnv, ...endpoint }) => [
    name,
    { ...endpoint, ...(apiKeyEnv === null ? {} : { apiKeyEnv }) },
  ])
  return { endpoints: Object.fromEntries(named), catalog, timeouts, limits }
}
