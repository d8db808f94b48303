import { verdictPath } from '../paths.js'

/** Where a verdict's actions are sent to. */
export function actionPath(recordId: string, verdictId: string, action: string): string {
  return `${verdictPath(recordId, verdictId)}/${action}`
}

/** The place of a passage in the sources; numbers count from 1. */
export function passageAnchor(number: number): string {
  return `passage-${number}`
}

export function sourceAnchor(id: string): string {
  return `source-${id}`
}
