import { z } from 'zod'

/** A node of a plan as EXPLAIN (ANALYZE, FORMAT JSON) writes it, as far as is looked at. */
type PlanNode = {
  'Node Type': string
  'Relation Name'?: string | undefined
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number | undefined
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: PlanNode[] | undefined
}

const nodeSchema: z.ZodType<PlanNode> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().optional(),
  'Shared Hit Blocks': z.number(),
  'Shared Read Blocks': z.number(),
  get Plans() {
    return z.array(nodeSchema).optional()
  },
})

const noticeSchema = z.object({ 'Query Text': z.string(), Plan: nodeSchema.and(z.object({ 'Actual Total Time': z.number() })) })

/** What one statement of a page cost. `scans`: tables read from end to end, with the rows that were read there. */
export type Statement = { text: string; ms: number; rowsRead: number; blocks: number; scans: { table: string; rows: number }[] }

/** Reads what auto_explain says of a statement: `duration: … plan:` and JSON. Null for another notice. */
export function readNotice(message: string): Statement | null {
  const start = message.indexOf('{')
  if (!message.startsWith('duration:') || start < 0) return null
  const { Plan: plan, 'Query Text': text } = noticeSchema.parse(JSON.parse(message.slice(start)))
  const nodes = nodesOf(plan)
  const reads = nodes.filter((node) => node['Relation Name'] !== undefined)
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    ms: plan['Actual Total Time'],
    rowsRead: reads.reduce((sum, node) => sum + rowsOf(node), 0),
    blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    scans: reads
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => ({ table: node['Relation Name'] ?? '', rows: rowsOf(node) })),
  }
}

function rowsOf(node: PlanNode): number {
  return Math.round((node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'])
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}
