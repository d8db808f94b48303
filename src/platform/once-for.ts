/**
 * The same function, run once for each object: what it made is kept for as long as the object is in use. The object must not change, what is
 * made of it is shared by all who ask, and neither is `undefined`.
 */
export function onceFor<Of extends WeakKey, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const kept = new WeakMap<Of, Made>()
  return (of) => {
    const known = kept.get(of)
    if (known !== undefined) return known
    const made = make(of)
    kept.set(of, made)
    return made
  }
}
