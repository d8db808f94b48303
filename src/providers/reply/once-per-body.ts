/**
 * Reads each body once, however many ask: whether it is a failure, what it used, what it cost and what it says are all read from the same reply.
 * A body must not change once it was read. One that cannot be read throws each time.
 */
export function oncePerBody<Read>(read: (raw: unknown) => Read): (raw: unknown) => Read {
  const known = new WeakMap<object, { reply: Read }>()
  return (raw) => {
    if (typeof raw !== 'object' || raw === null) return read(raw)
    const found = known.get(raw) ?? { reply: read(raw) }
    known.set(raw, found)
    return found.reply
  }
}
