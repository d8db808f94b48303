import { type App, openApp } from '../app.js'
import { type Config, loadConfig } from '../config.js'
import { createRuntime, type Runtime } from '../runtime.js'

export type Session = { config: Config; runtime: Runtime; app: App }

/** Opens the app for one command and closes it afterwards, however the command ends. */
export async function withApp<T>(use: (session: Session) => Promise<T>, defaultLogLevel: Config['logLevel'] = 'error'): Promise<T> {
  const config = loadConfig({ folder: process.cwd(), defaultLogLevel })
  const runtime = createRuntime({ logLevel: config.logLevel })
  const app = await openApp(config, runtime)
  try {
    return await use({ config, runtime, app })
  } finally {
    await app.close()
  }
}
