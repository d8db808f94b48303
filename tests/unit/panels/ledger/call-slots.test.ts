import { expect, test } from 'vitest'
import type { CallIdentity } from '../../../../src/contracts/model-call.js'
import { createCallSlots } from '../../../../src/panels/ledger/call-slots.js'
import type { Ledger } from '../../../../src/panels/ledger/ledger.js'

test('as many calls of a provider are under way as it has slots, and the next begins when one has ended', async () => {
  const { ledger, begun, end } = heldLedger()
  const inSlots = createCallSlots({ callsAtOnce: () => 2, providerOf })(ledger)
  const calls = ['local:a', 'local:b', 'local:c'].map((model) => inSlots.complete(identityOf(model), { signal: never }))
  await expect.poll(() => begun).toEqual(['local:a', 'local:b'])
  end('local:b')
  await expect.poll(() => begun).toEqual(['local:a', 'local:b', 'local:c'])
  end('local:a')
  end('local:c')
  await Promise.all(calls)
})

test('ledgers of different panels share the slots, and providers do not', async () => {
  const { ledger, begun, end } = heldLedger()
  const slots = createCallSlots({ callsAtOnce: () => 1, providerOf })
  const calls = [
    slots(ledger).complete(identityOf('local:a'), { signal: never }),
    slots(ledger).complete(identityOf('local:b'), { signal: never }),
    slots(ledger).complete(identityOf('hosted:a'), { signal: never }),
  ]
  await expect.poll(() => begun).toEqual(['local:a', 'hosted:a'])
  end('local:a')
  await expect.poll(() => begun).toEqual(['local:a', 'hosted:a', 'local:b'])
  end('local:b')
  end('hosted:a')
  await Promise.all(calls)
})

test('a call that was stopped while it waited is not made, and one that breaks gives its slot on', async () => {
  const { ledger, begun, end, breakOff } = heldLedger()
  const inSlots = createCallSlots({ callsAtOnce: () => 1, providerOf })(ledger)
  const stop = new AbortController()
  const calls = Promise.allSettled([
    inSlots.complete(identityOf('local:a'), { signal: never }),
    inSlots.complete(identityOf('local:b'), { signal: stop.signal }),
    inSlots.complete(identityOf('local:c'), { signal: never }),
  ])
  await expect.poll(() => begun).toEqual(['local:a'])
  stop.abort(new Error('stopped'))
  breakOff('local:a')
  await expect.poll(() => begun).toEqual(['local:a', 'local:c'])
  end('local:c')
  expect(await calls).toMatchObject([{ reason: { message: 'it broke' } }, { reason: { message: 'stopped' } }, { status: 'fulfilled' }])
})

const never = new AbortController().signal
const providerOf = (model: string) => model.split(':')[0] ?? ''

function identityOf(model: string): CallIdentity {
  return { model, request: { messages: [] }, sample: 0 } as unknown as CallIdentity
}

/** A ledger whose calls end when the test says so; `begun` lists them in the order in which they began. */
function heldLedger() {
  const begun: string[] = []
  const ends = new Map<string, (how: 'whole' | 'broken') => void>()
  const ledger: Ledger = {
    complete: async ({ model }) => {
      begun.push(model)
      const how = await new Promise((resolve) => ends.set(model, resolve))
      if (how === 'broken') throw new Error('it broke')
      return { key: model } as Awaited<ReturnType<Ledger['complete']>>
    },
  }
  return { ledger, begun, end: (model: string) => ends.get(model)?.('whole'), breakOff: (model: string) => ends.get(model)?.('broken') }
}
