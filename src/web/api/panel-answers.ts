import type { z } from 'zod'
import { countPlan } from '../../panels/plan/count-plan.js'
import type { PanelHead } from '../../panels/store/panel-pages.js'
import { UsageError } from '../../platform/errors.js'
import { recordId } from '../../platform/ids.js'
import { sendTagged } from './entity-tags.js'
import type { ApiContext } from './route.js'
import type { panel } from './schemas.js'

/** What the API shows of a panel. */
export function panelBody({ plan, createdAt, startedAt, finishedAt, repliesCleanedAt, ...head }: PanelHead): z.input<typeof panel> {
  const {
    panelId,
    tools,
    personas,
    jurors,
    recordingSet,
    budgetUsd,
    conflicts = [],
    conflictPolicy = 'label',
    barred = [],
    secondOpinion,
  } = plan
  return {
    panelId,
    recordId: recordId(panelId),
    ...head,
    ...{ tools, personas, jurors, recordingSet, budgetUsd, ...countPlan(plan), conflicts, conflictPolicy, barred },
    ...(secondOpinion === undefined ? {} : { secondOpinion: secondOpinion.models }),
    createdAt: createdAt.toISOString(),
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    repliesCleanedAt: repliesCleanedAt?.toISOString() ?? null,
  }
}

type Sent = { status?: 200 | 201; location?: string; more?: Record<string, unknown> }

/** Sends a panel, with what more is said of it; its revision is its run. */
export function sendPanel(c: ApiContext, head: PanelHead, { more = {}, ...sent }: Sent = {}): Response {
  return sendTagged(c, { ...panelBody(head), ...more }, { revision: `n${head.run}`, ...sent })
}

/** What the panel's actions do not do, in the words they have for people; other errors go on. */
export async function refusalOf(act: () => Promise<unknown>): Promise<UsageError | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
}
