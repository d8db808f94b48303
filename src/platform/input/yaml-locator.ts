import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { Path } from './yaml-source.js'

/** The last node on a path that is there, with the offsets where it and its key begin; `isComplete` when the whole path is. */
export type Located = { node: Node | null; isComplete: boolean; offset: number; keyOffset: number }

type Child = { value: Node | null; keyOffset: number | null }

/** Finds nodes by path. Keeps an index of each mapping it passes through, so that many look-ups in a large one stay cheap. */
export function createLocator(document: Document.Parsed): (path: Path) => Located {
  const indexes = new WeakMap<YAMLMap, Map<string, Pair>>()
  const pairOf = (map: YAMLMap, key: string): Pair | undefined => {
    const index = indexes.get(map) ?? indexPairs(map)
    indexes.set(map, index)
    return index.get(key)
  }
  const childOf = (parent: Node | null, segment: PropertyKey): Child | null => {
    if (isMap(parent)) {
      const pair = pairOf(parent, String(segment))
      return pair === undefined ? null : { value: asNode(pair.value), keyOffset: startOf(asNode(pair.key)) ?? null }
    }
    const item: unknown = isSeq(parent) ? parent.items[Number(segment)] : undefined
    return item === undefined ? null : { value: asNode(isPair(item) ? item.value : item), keyOffset: null }
  }
  return (path) => {
    let node: Node | null = document.contents
    let offset = startOf(node) ?? 0
    let keyOffset = offset
    for (const segment of path) {
      const parent: Node | null = isAlias(node) ? (node.resolve(document) ?? null) : node
      const child = childOf(parent, segment)
      if (child === null) return { node, isComplete: false, offset, keyOffset }
      node = child.value
      keyOffset = child.keyOffset ?? startOf(node) ?? offset
      offset = isUnwritten(node) ? keyOffset : (startOf(node) ?? keyOffset)
    }
    return { node, isComplete: true, offset, keyOffset }
  }
}

/** Of two equal keys the last remains, which is the one whose value counts. */
function indexPairs(map: YAMLMap): Map<string, Pair> {
  return new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])))
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0]
}

/** A value that is not there at all (`key:` and nothing behind it) has no place that a person could see. */
function isUnwritten(node: Node | null): boolean {
  return isScalar(node) && node.value === null && node.range != null && node.range[0] === node.range[1]
}
