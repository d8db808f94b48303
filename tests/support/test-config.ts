import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../src/app/config.js'
import { setUpProviders } from '../../src/providers/setup.js'

/** A configuration with nothing of the machine's own: on that database, with that changed. */
export function testConfig(databaseUrl: string, change: Partial<Config> = {}): Config {
  return {
    redisUrl: null,
    databaseUrl,
    // Not made: with a database of one's own, only the command line writes there.
    home: join(tmpdir(), 'ship-panel-test-app'),
    publicUrl: null,
    // Where nothing listens: no model of the machine's own is offered.
    providers: setUpProviders({ OLLAMA_HOST: 'http://127.0.0.1:9' }),
    endpoints: [],
    catalog: [],
    logLevel: 'silent',
    jurors: [],
    personasFolder: null,
    budgetUsd: null,
    concurrency: 4,
    limits: {},
    timeouts: {},
    review: { fourEyes: true, blindFirst: false },
    retention: {},
    webhooks: { allowPrivateAddresses: false },
    intake: { allowHosts: [], registries: {}, budgetUsd: 0.5, refreshDays: 0, tokens: { github: null, huggingFace: null } },
    secret: null,
    proxyHeader: null,
    port: 0,
    adminPassword: null,
    metricsToken: null,
    smtpUrl: null,
    mail: null,
    newsletter: { day: 'monday', hour: 6, timeZone: 'UTC' },
    bounceToken: null,
    otlpEndpoint: null,
    columns: null,
    ...change,
  }
}
