import type { Case } from './case.js'
import { endCases } from './end-cases.js'
import { lookCases } from './look-cases.js'
import { panelCases } from './panel-cases.js'
import { replyCases } from './reply-cases.js'
import { serverCases } from './server-cases.js'
import { windowCases } from './window-cases.js'

/** Every case, in the order in which they run and are listed. */
export const cases: readonly Case[] = [...lookCases, ...replyCases, ...endCases, ...windowCases, ...serverCases, ...panelCases]
