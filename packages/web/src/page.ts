/** What every page loads: its styles, and the switch to large text. */
import './style/base.css'
import './style/controls.css'
import './style/lists.css'
import './style/document.css'
import './style/tables.css'
import './style/try.css'
import './style/results.css'
import './style/print.css'

const key = 'huoshui.large'
const button = document.querySelector<HTMLButtonElement>('.large-text')

function set(large: boolean): void {
  document.documentElement.classList.toggle('large', large)
  button?.setAttribute('aria-pressed', String(large))
}

function remembered(): boolean {
  try {
    return localStorage.getItem(key) === 'on'
  } catch {
    // Storage may be refused; the switch then lasts as long as the page.
    return false
  }
}

set(remembered())
if (button) {
  button.hidden = false
  button.addEventListener('click', () => {
    const large = !document.documentElement.classList.contains('large')
    set(large)
    try {
      localStorage.setItem(key, large ? 'on' : 'off')
    } catch {
      // As above.
    }
  })
}

// On a phone the contents would fill the screen before the text begins.
if (matchMedia('(max-width: 70rem)').matches) {
  document.querySelector('.contents details')?.removeAttribute('open')
}

/** Opens the folded part that an address points into. */
function reveal(): void {
  const id = decodeURIComponent(location.hash.slice(1))
  const target = id === '' ? null : document.getElementById(id)
  const folded = target?.closest('details')
  if (!target || !folded || folded.open) return
  folded.open = true
  target.scrollIntoView()
}
addEventListener('hashchange', reveal)
reveal()

// Paper has no folds.
let opened: HTMLDetailsElement[] = []
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll<HTMLDetailsElement>('.results details:not([open])')]
  for (const details of opened) details.open = true
})
addEventListener('afterprint', () => {
  for (const details of opened) details.open = false
  opened = []
})
