import type { Actor } from '../../contracts/actor.js'
import { mayAs } from './env.js'
import { panelsPath, settingsPath, toolsPath } from './paths.js'

type Progress = { actor: Actor; tools: number; panels: number }

/** What there is to do before the first record, in its order, each step with the page where it is done. */
export function FirstSteps({ actor, tools, panels }: Progress) {
  return (
    <section class="block" aria-labelledby="steps-title">
      <h2 id="steps-title">Your first comparison</h2>
      <ol class="steps">
        <Step isDone={tools > 0} title="Add your first tools">
          <a href={`${toolsPath}/new`}>Write a dossier</a>, let its <a href={`${toolsPath}#add`}>addresses be read</a>, or begin with the{' '}
          <a href={toolsPath}>sample tools</a>.
        </Step>
        <Step isDone={panels > 0} title="Kick off a panel">
          <a href={`${panelsPath}/new`}>Choose tools and models</a>. 4 personas each draft a verdict of every tool.
          {mayAs(actor, 'admin') ? (
            <>
              {' '}
              <a href={`${settingsPath}/models`}>Which models can be used now</a>
            </>
          ) : null}
        </Step>
        <Step isDone={false} title="Read the drafts">
          They come to this page. Edit each beside its sources, then accept it.
        </Step>
        <Step isDone={false} title="Have it approved, and publish it">
          Someone who changed nothing in it approves.{' '}
          {mayAs(actor, 'admin') ? <a href="/auth/people">Invite a second editor</a> : 'An admin invites people.'}
        </Step>
      </ol>
    </section>
  )
}

function Step({ isDone, title, children }: { isDone: boolean; title: string; children: unknown }) {
  return (
    <li class={isDone ? 'done' : undefined}>
      <b>{title}</b>
      {isDone ? <span class="meta"> done</span> : null}
      <p class="meta">{children}</p>
    </li>
  )
}
