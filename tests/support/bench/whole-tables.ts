import { expect } from 'vitest'

/** Asserts that a page of benchmarks has so many tables, and that every row has as many cells as the head of its table. */
export function expectWholeTables(page: string, count: number): void {
  const tables = page
    .trim()
    .split('\n\n')
    .filter((part) => part.startsWith('|'))
  expect(tables).toHaveLength(count)
  for (const table of tables) expect(new Set(table.split('\n').map((line) => line.split(' |').length)).size).toBe(1)
}
