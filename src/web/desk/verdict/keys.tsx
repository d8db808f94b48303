const keys: readonly (readonly [key: string, does: string])[] = [
  ['j', 'the next one that waits'],
  ['k', 'the one before'],
  ['n', 'the next sentence to look at'],
  ['Shift n', 'the one before'],
  ['u', 'go through the sentences of a source: arrow keys, Shift for several; again: the next source'],
  ['q', 'add what is selected in a source as evidence, its number where the cursor was'],
  ['s', 'call ship'],
  ['x', 'call skip'],
  ['a', 'accept the current revision'],
  ['e', 'edit'],
  ['r', 'return with a note'],
  ['c', 'comment'],
  ['1 … 9', 'read the draft of another juror, by its number beside the jurors'],
  ['0', 'back to the draft being edited'],
  ['d', 'the next draft by another juror'],
  ['t', 'take it'],
  ['h', 'history'],
  ['Ctrl Enter', 'send the form you are in; in the editor: save a revision'],
  ['Esc', 'leave a field, close this list'],
  ['?', 'this list'],
]

/** The list of keys: a dialog with a script, and without one a part of the page that its link opens. */
export function KeyList() {
  return (
    <dialog id="keys" class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(([key, does]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
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
      <span>
        <kbd>j</kbd> <kbd>k</kbd> next, previous
      </span>
      <span>
        <kbd>e</kbd> edit
      </span>
      <span>
        <kbd>a</kbd> accept
      </span>
      <span>
        <kbd>r</kbd> return
      </span>
      <span>
        <kbd>?</kbd> <a href="#keys">all keys</a>
      </span>
      <span class="state-line">
        <span id="said" role="status"></span> {state}
      </span>
    </footer>
  )
}
