import type { ModelHealth } from '../../../panels/store/model-health.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import type { ModelFacts } from '../../../providers/model-facts.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import type { JuryChoice } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { Moment, reasonText, usdText } from '../parts.js'
import { sendPage } from '../send.js'
import type { ProviderAnswer, SettingsDependencies } from './dependencies.js'
import { SettingsPage } from './parts.js'
import { settingsPath } from './paths.js'

const path = `${settingsPath}/models`

type Provider = SettingsDependencies['models']['providers'][number]
type Row = { facts: ModelFacts; health: ModelHealth | null }

/** Providers, models and juries with how they fare; asked what they have only where someone wants it. */
export async function showModelHealth(c: DeskContext, { models, runtime }: SettingsDependencies, isAsked = false): Promise<Response> {
  const [health, juries, answers] = await Promise.all([models.health(), models.juries(), isAsked ? models.ask() : []])
  const byModel = new Map(health.map((each) => [each.model, each]))
  const ids = [...new Set([...models.configured, ...byModel.keys()])]
  const rows = ids.map((model) => ({ facts: models.describe(model), health: byModel.get(model) ?? null }))
  return sendPage(
    c,
    <SettingsPage title="Models and juries" actor={actorOf(c)} path={path}>
      <p class="lede">
        Which models can be asked, and how their calls went in the last 7 days. A call that fails is tried again, and each try counts here;
        a panel’s page counts those that were answered. Keys come from the environment and are never shown.
      </p>
      <Providers providers={models.providers} answers={answers} />
      <Models rows={rows} now={runtime.now()} />
      <Juries juries={juries} />
    </SettingsPage>,
  )
}

function Providers({ providers, answers }: { providers: readonly Provider[]; answers: readonly ProviderAnswer[] }) {
  return (
    <section class="block" aria-labelledby="providers">
      <h2 id="providers">Providers</h2>
      <table class="list stack">
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Runs</th>
            <th scope="col">Key</th>
            <th scope="col">Answers</th>
          </tr>
        </thead>
        <tbody>
          {providers.map((provider) => (
            <tr>
              <th scope="row">{revealInvisible(provider.label)}</th>
              <td data-label="Runs">{provider.isLocal ? 'on your own machines' : 'hosted'}</td>
              <td data-label="Key">
                <Key {...provider} />
              </td>
              <td data-label="Answers">
                <Answer answer={answers.find((each) => each.provider === provider.name)} isKeyMissing={provider.isKeyMissing} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <form method="post" action={path}>
        <div class="actions">
          <button type="submit" class="quiet">
            Ask all what they have
          </button>
          <span class="meta">It costs nothing: no model is called.</span>
        </div>
      </form>
    </section>
  )
}

function Key({ keyVariable, isKeyMissing, isKeySet }: Provider) {
  if (keyVariable === null) return <>none needed</>
  return (
    <>
      <span class="mono">{keyVariable}</span>{' '}
      {isKeyMissing ? <span class="flag">is not set</span> : isKeySet ? 'is set' : 'is not set, nor needed'}
    </>
  )
}

function Answer({ answer, isKeyMissing }: { answer: ProviderAnswer | undefined; isKeyMissing: boolean }) {
  if (isKeyMissing) return <>Cannot be asked without its key</>
  if (answer === undefined) return <>Not asked yet</>
  if (answer.problem !== null) return <span class="problem">No: {asSentence(revealInvisible(answer.problem))}</span>
  return <>{`Yes, with ${answer.models} ${answer.models === 1 ? 'model' : 'models'}`}</>
}

function Models({ rows, now }: { rows: readonly Row[]; now: Date }) {
  return (
    <section class="block" aria-labelledby="models">
      <h2 id="models">Models</h2>
      {rows.length === 0 ? (
        <p class="empty">No model is named in panel.config.yaml, and none was called in the last 7 days.</p>
      ) : (
        <table class="list stack">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Price</th>
              <th scope="col">Calls tried</th>
              <th scope="col">Failed</th>
              <th scope="col">Median</th>
              <th scope="col">Last answer, last failure</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ facts, health }) => (
              <tr>
                <th scope="row" class="mono">
                  {revealInvisible(facts.model)}
                </th>
                <td data-label="Price">{priceWords[facts.price.kind] ?? 'not known'}</td>
                <td data-label="Calls tried">{triedText(health)}</td>
                <td data-label="Failed">{failedText(health)}</td>
                <td data-label="Median">{health?.latencyMs == null ? '—' : `${(health.latencyMs / 1000).toFixed(1)} s`}</td>
                <td data-label="Last answer, last failure">
                  <Last health={health} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** `15 in the last day, 47 in the last 7 days`; one of both where they are the same. */
function triedText(health: ModelHealth | null): string {
  if (health === null) return 'none in the last 7 days'
  const week = `${groupDigits(health.week)} in the last 7 days`
  return health.day === 0 ? week : `${groupDigits(health.day)} in the last day, ${week}`
}

/** Of the calls of the week, as its number and its share. */
function failedText(health: ModelHealth | null): string {
  if (health === null) return '—'
  const { failed, week } = health
  return failed === 0 ? 'none' : `${groupDigits(failed)} of ${groupDigits(week)} (${Math.round((100 * failed) / week)} %)`
}

const priceWords: Readonly<Record<string, string>> = { metered: 'known', local: 'free, on your own machines', unknown: 'not known' }

/** As much of an error as a table holds; the panel has the whole. */
const longestReason = 200

function Last({ health, now }: { health: ModelHealth | null; now: Date }) {
  if (health === null) return <>—</>
  const { lastAnswerAt, lastFailureAt, lastReason } = health
  return (
    <>
      {lastAnswerAt === null ? (
        'No answer.'
      ) : (
        <>
          Answered <Moment at={lastAnswerAt} now={now} />.
        </>
      )}
      {lastFailureAt === null ? null : (
        <span class="line meta">
          Failed <Moment at={lastFailureAt} now={now} />.{lastReason === null ? null : ` ${reasonText(shortened(lastReason))}`}
        </span>
      )}
    </>
  )
}

function shortened(reason: string): string {
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason)}…`
}

function Juries({ juries }: { juries: readonly JuryChoice[] }) {
  return (
    <section class="block" aria-labelledby="juries">
      <h2 id="juries">Juries</h2>
      {juries.length === 0 ? (
        <p class="empty">
          None yet. Name sets of jurors under <code>juries</code> in <code>panel.config.yaml</code>, and they are offered where a panel is
          kicked off.
        </p>
      ) : (
        <table class="list stack">
          <thead>
            <tr>
              <th scope="col">Jury</th>
              <th scope="col">Jurors</th>
              <th scope="col">One tool costs</th>
              <th scope="col">Keys</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {juries.map(({ name, jurors, reserves, repeat, costUsd, isLocal, missingKeys }) => (
              <tr>
                <th scope="row">{name}</th>
                <td data-label="Jurors">
                  {revealInvisible(jurors.join(', '))}
                  {reserves.length === 0 ? null : <span class="line meta">reserves: {revealInvisible(reserves.join(', '))}</span>}
                  {repeat === 1 ? null : <span class="line meta">each drafts {repeat} times</span>}
                </td>
                <td data-label="One tool costs">{isLocal ? 'nothing' : costUsd === null ? 'not known' : usdText(costUsd)}</td>
                <td data-label="Keys">
                  {missingKeys.length === 0 ? 'all there' : <span class="flag">{missingKeys.join(', ')} not set</span>}
                </td>
                <td class="mono" data-label="Where">
                  panel.config.yaml: juries
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
