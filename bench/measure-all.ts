import { packageVersion } from '../src/platform/files/package-files.js'
import type { BenchContext } from './context.js'
import { measureDesk } from './measures/desk.js'
import { measureGrowth } from './measures/growth.js'
import { measureIntake } from './measures/intake.js'
import { measureJury } from './measures/jury.js'
import { measureOnePanel } from './measures/one-panel.js'
import { measurePromptCache } from './measures/prompt-cache.js'
import { measureQueueRate } from './measures/queue-rate.js'
import { measureRecovery } from './measures/recovery.js'
import { measureReplay } from './measures/replay.js'
import { measureScaling } from './measures/scaling.js'
import { measureSite } from './measures/site.js'
import { measureStart } from './measures/start.js'
import { measureWindow } from './measures/window.js'
import type { MeasureName, Plan } from './options.js'
import type { BenchResults, Machine } from './results.js'

/** Takes the measures of a plan, one after another. */
export async function measureAll(context: BenchContext, plan: Plan, machine: Machine): Promise<BenchResults> {
  const take = async <T>(name: MeasureName, measure: () => Promise<T>): Promise<T | undefined> =>
    plan.measures.includes(name) ? measure() : undefined
  const measured = {
    window: await take('window', () => measureWindow(context, plan.window)),
    onePanel: await take('onePanel', () => measureOnePanel(context, plan.onePanel)),
    jury: await take('jury', () => measureJury(context, plan.jury)),
    scaling: await take('scaling', () => measureScaling(context, plan.scaling)),
    growth: await take('growth', async () => (await measureGrowth(context, plan.growth)).flatMap(({ points }) => points)),
    promptCache: await take('promptCache', () => measurePromptCache(context)),
    replay: await take('replay', () => measureReplay(context, plan.replay)),
    recovery: await take('recovery', () => measureRecovery(context, plan.recovery)),
    start: await take('start', () => measureStart(context, plan.start)),
    queueRate: await take('queueRate', () => measureQueueRate(context, plan.queueRate)),
    desk: await take('desk', () => measureDesk(context, plan.desk)),
    intake: await take('intake', () => measureIntake(context, plan.intake)),
    site: await take('site', () => measureSite(context, plan.site)),
  }
  const date = context.runtime.now().toISOString().slice(0, 10)
  return { schema: 'panel.benchmark/1', date, mode: plan.mode, version: packageVersion, machine, ...present(measured) }
}

/** Without the keys of what was not measured. */
function present<T extends object>(object: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}
