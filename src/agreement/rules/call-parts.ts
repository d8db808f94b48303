import type { CallComponent, CallDecomposition } from '../../contracts/agreement.js'
import type { DraftedCall } from '../drafted-call.js'
import { type Component, decomposeCalls } from './decompose-calls.js'
import { measured } from './minimums.js'
import { whyNone } from './why-none.js'

/** What calls differ by, from all drafts with a ship or a skip. `calls` is of `onceEachTool`. Pure. */
export function callParts(calls: readonly DraftedCall[]): CallDecomposition {
  const cells = calls.flatMap(({ persona, juror, tool, call }) =>
    call === 'abstain' ? [] : [{ persona, juror, tool, call: call === 'ship' ? 1 : 0 }],
  )
  const count = (keyOf: (cell: (typeof cells)[number]) => string) => new Set(cells.map(keyOf)).size
  const levels = {
    tools: count(({ tool }) => tool),
    personas: count(({ persona }) => persona),
    jurors: count(({ juror }) => juror),
    calls: cells.length,
  }
  const { value, reason } = measured(decomposeCalls(cells), levels.tools)
  if (value === null) return { why: whyNone(reason, levels.tools), ...levels, shares: null, ofRest: null }
  const component = (part: Component): CallComponent => toComponent(part, levels.tools)
  const { personaJuror, personaTool, jurorTool, allThree } = value.ofRest
  return {
    why: null,
    ...levels,
    shares: {
      persona: component(value.persona),
      juror: component(value.juror),
      tool: component(value.tool),
      rest: component(value.rest),
    },
    ofRest: {
      personaJuror: component(personaJuror),
      personaTool: component(personaTool),
      jurorTool: component(jurorTool),
      allThree: component(allThree),
      repeat: value.repeat === null ? null : component(value.repeat),
    },
  }
}

function toComponent({ share, variance, setToZero, interval }: Component, tools: number): CallComponent {
  const why = interval.value === null ? whyNone(interval.reason, tools) : null
  return { share, variance, interval: interval.value, why, setToZero }
}
