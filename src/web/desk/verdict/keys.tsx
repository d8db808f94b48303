import { deskKeys, type KeyPlace, keysOf } from '../palette/key-table.js'

/** The list of keys: a dialog with a script, and without one a part of the page that its link opens. */
export function KeyList({ place }: { place: KeyPlace }) {
  return (
    <dialog id="keys" class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keysOf(place).map(({ shown, does }) => (
          <>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <p>
        <a href="#main" class="button quiet" data-close="">
          Close
        </a>
      </p>
    </dialog>
  )
}

/** What can be pressed, along the bottom of a page, and what the page has to say. */
export function KeyBar({ state }: { state: string }) {
  return (
    <footer class="key-bar">
      {deskKeys.map(({ shown, brief }) =>
        brief === undefined ? null : (
          <span>
            <kbd>{shown}</kbd> {brief}
          </span>
        ),
      )}
      <span>
        <kbd>?</kbd> <a href="#keys">all keys</a>
      </span>
      <span class="state-line">
        <span id="said" role="status"></span> {state}
      </span>
    </footer>
  )
}
