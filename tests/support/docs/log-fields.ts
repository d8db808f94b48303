import { parseSync, Visitor } from 'oxc-parser'

/** What a statement that logs is handed: the names of its fields, and what it takes from elsewhere, such as `...payload`. */
export type LogFields = { names: string[]; spread: string[] }

const levels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])

/** The fields of every statement of a file that logs: `log.warn({ panelId, err: error }, 'a sentence')`. */
export function readLogFields(path: string, text: string): LogFields {
  const found: LogFields = { names: [], spread: [] }
  // Few files log, and to parse all of them takes seconds.
  if (!/\blog\??\.(?:trace|debug|info|warn|error|fatal)\(/.test(text)) return found
  const visitor = new Visitor({
    CallExpression({ callee, arguments: [fields] }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || !levels.has(callee.property.name)) return
      if (!/\blog$/.test(text.slice(callee.object.start, callee.object.end)) || fields?.type !== 'ObjectExpression') return
      for (const field of fields.properties) {
        if (field.type === 'SpreadElement') found.spread.push(text.slice(field.argument.start, field.argument.end))
        else if (field.key.type === 'Identifier') found.names.push(field.key.name)
      }
    },
  })
  visitor.visit(parseSync(path, text).program)
  return found
}
