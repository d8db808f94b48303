import { z } from 'zod'

/** A place where two JSON values part. A side that has nothing there is left out. */
export type Difference = { path: string; expected?: unknown; rebuilt?: unknown }

type Sides = { expected: unknown; rebuilt: unknown }

/** Every place where a rebuilt JSON value differs from the expected one, down to the innermost; in the order of the expected one. Pure. */
export function findDifferences(sides: Sides, path: (string | number)[] = []): Difference[] {
  const { expected, rebuilt } = sides
  if (Array.isArray(expected) && Array.isArray(rebuilt)) {
    const places = Array.from({ length: Math.max(expected.length, rebuilt.length) }, (_, index) => index)
    return places.flatMap((index) => findDifferences({ expected: expected[index], rebuilt: rebuilt[index] }, [...path, index]))
  }
  if (isObject(expected) && isObject(rebuilt)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(rebuilt)])]
    return names.flatMap((name) => findDifferences({ expected: expected[name], rebuilt: rebuilt[name] }, [...path, name]))
  }
  if (Object.is(expected, rebuilt)) return []
  return [{ path: z.core.toDotPath(path), ...definedOf(sides) }]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function definedOf({ expected, rebuilt }: Sides): Partial<Sides> {
  return { ...(expected === undefined ? {} : { expected }), ...(rebuilt === undefined ? {} : { rebuilt }) }
}
