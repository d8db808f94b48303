import type { Browser, TestDesk } from './test-desk.js'

const wholeSample = {
  tool: ['claude-haiku-open-weights', 'mistral-3-instruct'],
  persona: ['dx', 'competitor', 'thesis', 'business'],
}

/** Adds the sample tools at the desk, kicks off a panel over them (or over part of the sample) on its recordings, and works until its record is there. */
export async function runSampleAtDesk(
  desk: Pick<TestDesk, 'app'>,
  editor: Pick<Browser, 'post'>,
  part: Partial<typeof wholeSample> = {},
): Promise<{ panelId: string; recordId: string }> {
  await editor.post('/desk/tools/samples', {})
  const terms = { replies: 'recordings', priority: 'editor', budget: '' }
  const started = await editor.post('/desk/panels', { ...wholeSample, ...part, ...terms })
  const panelId = started.headers.get('location')?.split('/').at(-1) ?? ''
  const worker = await desk.app.work({ providers: [] })
  const { id } = await desk.app.follow(panelId, () => {})
  await worker.stop({ deadlineMs: 5_000 })
  return { panelId, recordId: id }
}
