// In the page of `npm run dev` alone: shows the time of the local chain, and moves it. Its styles are in a tree of their own,
// so that they and the page's do not meet.
const STYLES = `
  :host { position: fixed; z-index: 30; left: 16px; bottom: 16px; font: 500 13px/20px var(--font-sans); color: var(--foreground); }
  div { display: flex; align-items: center; gap: 8px; padding: 6px 6px 6px 12px; background: var(--popover); border: 1px solid var(--border); border-radius: 10px; box-shadow: var(--shadow); }
  button { font: inherit; height: 30px; padding: 0 10px; color: inherit; background: var(--card); border: 1px solid var(--border); border-radius: 6px; cursor: pointer; }
  button:hover { background: var(--muted); }
  button:focus-visible { outline: 2px solid var(--ring); outline-offset: 2px; }
  button[aria-disabled="true"] { opacity: .6; cursor: default; }
  time { font-variant-numeric: tabular-nums; }
  @media (max-width: 767px) { :host { bottom: 76px; } }
`
const MOVES = [
  ["+1 hour", 3_600],
  ["+1 day", 86_400],
]

const host = document.createElement("aside")
host.setAttribute("aria-label", "Clock of the local chain")
const tree = host.attachShadow({ mode: "open" })
const sheet = new CSSStyleSheet()
sheet.replaceSync(STYLES)
tree.adoptedStyleSheets = [sheet]
const bar = document.createElement("div")
const time = document.createElement("time")
time.textContent = "Local chain"
bar.append(time)

/** Seconds by which the chain is ahead of this computer. */
let ahead = 0
const show = () => {
  const at = new Date(Date.now() + ahead * 1_000)
  time.textContent = at.toLocaleString("en", { weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false })
}
const take = async (response) => {
  const { now } = await response.json()
  ahead = now - Math.floor(Date.now() / 1_000)
  show()
}

let isMoving = false
for (const [label, seconds] of MOVES) {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = label
  button.addEventListener("click", async () => {
    if (isMoving) return
    isMoving = true
    button.setAttribute("aria-disabled", "true")
    const headers = { "content-type": "application/json" }
    await fetch("./clock", { method: "POST", headers, body: JSON.stringify({ seconds }) }).then(take, () => undefined)
    button.removeAttribute("aria-disabled")
    isMoving = false
  })
  bar.append(button)
}
tree.append(bar)
document.body.append(host)
// The page's end can be scrolled above the bar.
document.body.style.paddingBottom = "64px"
await fetch("./clock").then(take, () => undefined)
setInterval(show, 1_000)
