import { cached } from '../platform/observe/readiness.js'
import type { Runtime } from '../platform/runtime.js'
import { mayChat } from '../providers/catalog/may-chat.js'
import { usableProviders } from '../providers/setup.js'
import { chooseJurors } from './choose-jurors.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'
import { openModels } from './open-models.js'

/** A model that may play the personas. */
export type JurorOffer = { model: string; detail: string; isDefault: boolean }

/** How long a provider may take to say what it has; one that takes longer is left out. */
const askDeadlineMs = 4_000
/** How long what the providers said holds. */
const holdsMs = 60_000
const mostOffered = 200

/**
 * The models that can be chosen now: those that play when no one chooses (see `chooseJurors`) first, then what the providers that can be
 * asked have. Asked again once a minute at most.
 */
export function createJurorChoices({ app, config, runtime }: { app: Pick<App, 'registry'>; config: Config; runtime: Runtime }) {
  return cached({ runtime, work: () => offerJurors({ app, config, runtime }), holdsMs: () => holdsMs })
}

async function offerJurors({
  app,
  config,
  runtime,
}: {
  app: Pick<App, 'registry'>
  config: Config
  runtime: Runtime
}): Promise<JurorOffer[]> {
  const { listModels } = openModels(config, runtime, askDeadlineMs)
  const listings = await Promise.all(
    usableProviders(app.registry.providers, config).map((provider) => listModels(provider).catch(() => ({ provider, models: [] }))),
  )
  const listed = listings.flatMap((listing) =>
    'models' in listing ? listing.models.filter(({ name }) => mayChat(name)).map(({ name }) => `${listing.provider}:${name}`) : [],
  )
  // Without any model the desk still opens: it says then that there is none.
  const { jurors } = await chooseJurors({ asked: undefined, config, recorded: undefined, listModels }).catch(() => ({
    jurors: [] as string[],
  }))
  const configured = new Set(config.jurors)
  return [...new Set([...jurors, ...listed])].slice(0, mostOffered).map((model) => ({
    model,
    detail: configured.has(model) ? 'configured' : `listed by ${model.slice(0, model.indexOf(':'))}`,
    isDefault: jurors.includes(model),
  }))
}
