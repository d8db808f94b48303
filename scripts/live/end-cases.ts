import { freePort } from '../../bench/free-port.js'
import { openModels } from '../../src/app/open-models.js'
import { findUncallable } from '../../src/cli/check-callable.js'
import { ask, complete, longPrompt, longReplySchema, outcomeOf, promptlyMs, timed, tinyCall, untilFree } from './calls.js'
import { type Case, type Live, type Seen, seconds, seen } from './case.js'
import { openTarget, pointAt, type Target } from './target.js'

/** How calls end that do not end well, and whether the server then really stops. */
export const endCases: readonly Case[] = [
  { name: 'cancel', title: 'cancelled in mid-stream', run: cancel },
  { name: 'cancel-reading', title: 'cancelled while the prompt is read', run: cancelReading },
  { name: 'deadline', title: 'our own deadline', run: deadline },
  { name: 'unknown-model', title: 'unknown model', run: unknownModel },
  { name: 'unreachable', title: 'nothing listens', run: unreachable },
]

/** A reply that would take a minute on a slow machine: of five tokens a word, a piece each. */
const longReply = { schema: longReplySchema(300), maxOutputTokens: 1_500 }
const intoReplyMs = 1_000
const batchMs = 30_000
const sampleWords = 300
const readWords = 6_000
/** A server looks up between two batches of a prompt alone, which llama.cpp makes of 2,048 tokens. */
const mostOfPrompt = 0.6

/** How long the rest of the long reply would have taken, at its pace so far. A server that stops is free far sooner. Pure. */
function restOf({ pieces, ms }: { pieces: number; ms: number }): { mostMs: number; says: string } {
  if (pieces === 0) return { mostMs: batchMs, says: 'before its first piece' }
  const restMs = (longReply.maxOutputTokens - pieces) * (ms / pieces)
  return { mostMs: Math.max(promptlyMs, restMs / 4), says: `the rest would have taken some ${Math.round(restMs / 1000)} s` }
}

async function cancel(live: Live): Promise<Seen> {
  const target = await live.target()
  await tinyCall(live, target)
  const usual = await timed(live, () => tinyCall(live, target))
  const cancelled = new AbortController()
  const reason = new Error('cancelled by the live run')
  const onBegin = () =>
    void live.runtime.sleep(intoReplyMs, live.signal).then(
      () => cancelled.abort(reason),
      () => undefined,
    )
  const signal = AbortSignal.any([live.signal, cancelled.signal])
  const { value: thrown, ms } = await timed(live, () =>
    complete(target.chat, ask('Name 300 calls.', longReply), signal, onBegin).catch((error: unknown) => error),
  )
  const rest = restOf({ pieces: target.wire.pieces, ms })
  const free = await untilFree(live, target, usual.ms)
  return seen(thrown === reason && free.ms < rest.mostMs, endedBy(thrown, reason), free.how, rest.says)
}

async function cancelReading(live: Live): Promise<Seen> {
  const target = await live.target()
  const usual = await timed(live, () => tinyCall(live, target))
  const sample = await timed(live, () => readPrompt(live, target, { words: sampleWords, name: 'Read whole', signal: live.signal }))
  const wholeMs = (sample.ms / sampleWords) * readWords
  const cancelled = new AbortController()
  const reason = new Error('cancelled by the live run')
  let hasBegun = false
  const signal = AbortSignal.any([live.signal, cancelled.signal])
  const onBegin = () => {
    hasBegun = true
  }
  const call = readPrompt(live, target, { words: readWords, name: 'Cancelled', signal, onBegin }).catch((error: unknown) => error)
  await live.runtime.sleep(intoReplyMs, live.signal)
  cancelled.abort(reason)
  const thrown = await call
  const free = await untilFree(live, target, usual.ms)
  const ended = hasBegun ? 'the reply began before it could be cancelled' : endedBy(thrown, reason)
  const isGood = thrown === reason && free.ms < Math.max(promptlyMs, wholeMs * mostOfPrompt)
  return seen(isGood, ended, free.how, `the whole prompt would have taken some ${Math.round(wholeMs / 1000)} s`)
}

type Reading = { words: number; name: string; signal: AbortSignal; onBegin?: () => void }

/** A call that is all prompt, of which the server has read nothing before. */
function readPrompt({ runtime }: Live, { chat }: Target, { words, name, signal, onBegin }: Reading): Promise<unknown> {
  return complete(chat, ask(longPrompt(words, `${name} at ${runtime.now().toISOString()}`), { maxOutputTokens: 1 }), signal, onBegin)
}

function endedBy(thrown: unknown, reason: Error): string {
  return thrown === reason ? "ended with the caller's reason" : `ended otherwise: ${thrown instanceof Error ? thrown.name : 'with a reply'}`
}

async function deadline(live: Live): Promise<Seen> {
  const target = await live.target()
  const usual = await timed(live, () => tinyCall(live, target))
  const asked = ask('Name 300 calls.', longReply)
  const { value, ms } = await timed(live, () => outcomeOf(complete(target.chatWithin(3_000), asked, live.signal)))
  const rest = restOf({ pieces: target.wire.pieces, ms })
  const free = await untilFree(live, target, usual.ms)
  const isGood = 'error' in value && value.error.kind === 'timeout' && value.error.isRetryable && ms < 5_000
  const how = 'error' in value ? `${value.error.kind} after ${seconds(ms)}` : `a reply after ${seconds(ms)}`
  return seen(isGood && free.ms < rest.mostMs, `given 3 s: ${how}`, free.how, rest.says)
}

const unknownName = 'no-such-model'

/** A server that serves one model may answer in its place: then the list of models is what keeps a panel from starting. */
async function unknownModel(live: Live): Promise<Seen> {
  const { registry, config, runtime } = await live.target()
  const id = `${live.provider}:${unknownName}`
  const outcome = await outcomeOf(complete(registry.chatModel(id), ask('Ship or skip?', { maxOutputTokens: 1 }), live.signal))
  const [found] = await findUncallable({ jurors: [id], config: { ...config, jurors: [id] }, models: openModels(config, runtime) })
  const call = 'error' in outcome ? `a call ends as ${outcome.error.kind}` : 'a call is answered by the model that is loaded'
  const look = found === undefined ? 'a panel would start' : `a panel does not start (${found.fix})`
  const isGood = found !== undefined && (!('error' in outcome) || outcome.error.kind === 'unknown-model')
  return seen(isGood, call, look)
}

async function unreachable(live: Live): Promise<Seen> {
  const { config } = await live.target()
  const away = pointAt(config, live.provider, `http://127.0.0.1:${await freePort()}`)
  const { chat } = await openTarget({ ...live, config: away })
  const { value, ms } = await timed(live, () => outcomeOf(complete(chat, ask('Ship or skip?'), live.signal)))
  if (!('error' in value)) return seen(false, 'a reply')
  const { kind, isRetryable, message } = value.error
  const fix = /\. (?<fix>Start [^\n]{1,160})$/.exec(message)?.groups?.fix
  return seen(
    kind === 'unreachable' && fix !== undefined,
    `${kind} after ${seconds(ms)}, ${isRetryable ? 'to be tried again' : 'final'}`,
    `says: ${fix ?? message}`,
  )
}
