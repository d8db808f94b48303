import type { Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { RequestForm } from '../../contracts/request-form.js'
import type { Draft, DraftOutcome } from '../../contracts/verdict.js'
import { conflictFlag } from '../plan/conflicts.js'
import { buildRepairRequest, buildRequest } from '../prompt/build-request.js'
import { checksVersion } from './checks-version.js'
import { type Asking, converse, type Exchange } from './conversation.js'
import { type CheckedReply, judgeReply } from './judge-reply.js'
import { parseReply } from './parse-reply.js'
import { placeReply } from './place-reply.js'
import { replySchemaOf } from './reply-format.js'

export type SeatWork = Asking & {
  dossier: Dossier
  persona: Persona
  /** How the juror is asked, from the plan; as usual when left out. */
  form?: RequestForm
  /** What ties the juror to the tool, from the plan: flagged, and kept with the draft. */
  conflict?: Tie | null
  /** Whether the request holds the passages of the sources that want to steer; the one whose reply people get does not. */
  seesSteering?: boolean
}

/** Drafts one seat by a conversation with its juror: drafted, or unscored with its reason. Throws what `converse` throws. */
export async function draftSeat(work: SeatWork): Promise<DraftOutcome> {
  const ended = await converse(work, verdictExchange(work))
  if (ended.status === 'unscored') return ended
  const { status: _replied, reply, flags, ...provenance } = ended
  const draft: Draft = { schema: 'panel.draft/1', ...reply, flags: [...tieFlags(work), ...flags], checks: checksVersion }
  return { status: 'drafted', draft, ...provenance, ...(work.conflict ? { conflict: work.conflict } : {}) }
}

function verdictExchange(work: SeatWork): Exchange<CheckedReply> {
  return {
    request: () => buildRequest(work),
    place: (read, version) => placeReply(read, replySchemaOf(version)),
    judge: (text, version) => {
      const parsed = parseReply(text, replySchemaOf(version))
      if (parsed.status === 'parsed') return judgeReply(parsed.reply, work)
      return { reply: null, errors: parsed.problems, warnings: [], problems: parsed.problems }
    },
    repair: buildRepairRequest,
  }
}

/** No error of the reply, so no repair is asked for. */
function tieFlags({ conflict }: SeatWork): string[] {
  const flag = conflict ? conflictFlag(conflict) : null
  return flag === null ? [] : [flag]
}
