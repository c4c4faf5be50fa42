// Runs before anything is shown. It cannot be inline, because the page's security policy allows no inline script.
const preferences = (() => {
  try {
    return JSON.parse(localStorage.getItem("gpuflow.preferences") ?? "{}") ?? {}
  } catch {
    // Without storage, the page is as the device says.
    return {}
  }
})()

// A reader who prefers dark does not see a white flash.
const isDark = preferences.theme ? preferences.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
document.documentElement.classList.toggle("dark", isDark)

// The build says in #start which file is the program, and which page has which title and files. They are asked for before
// the program knows that it needs them, and the frame is painted before the program runs.
const start = document.getElementById("start")
if (start) {
  const { program, languages, pages, reading } = JSON.parse(start.textContent)
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())
  const language = languages[preferences.language]
    ? preferences.language
    : (spoken.find((one) => Object.hasOwn(languages, one)) ?? "en")
  const [, name] = /^#?\/?([^/?]*)/.exec(location.hash)
  const page = pages[name]
  for (const file of [languages[language], ...(page?.files ?? [])]) {
    const link = document.createElement("link")
    Object.assign(link, { rel: "modulepreload", href: `./${file}` })
    document.head.append(link)
  }
  document.documentElement.lang = language
  const words = page?.words?.[language]
  const [title, lead, waiting] = document.querySelectorAll("#page h1, #page p")
  if (words) {
    title.textContent = words.title
    lead.textContent = words.lead
    title.parentElement.hidden = false
  } else {
    waiting.textContent = reading[language]
    waiting.parentElement.hidden = false
  }
  const run = () => import(program)
  // The second frame begins when the first is painted. A page that nobody sees is not painted.
  if (document.hidden) run()
  else requestAnimationFrame(() => requestAnimationFrame(run))
}
