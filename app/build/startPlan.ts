// Writes into index.html what start.js needs: which page has which title and files, in which language.
import { ARBITRATION_WINDOW, EVIDENCE_WINDOW } from "@gpuflow/escrow"
import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite"

import { makeFormats } from "../src/format/formats.ts"
import type { Language } from "../src/settings/preferences.ts"
import { en } from "../src/texts/en.ts"
import { fr } from "../src/texts/fr.ts"
import type { Texts } from "../src/texts/texts.ts"

type PageWords = { readonly title: string; readonly lead: string }
type Page = {
  readonly file: string
  /** The title that stands on it before anything is known of what it shows. */
  readonly words?: (texts: Texts, language: Language) => PageWords
}

const texts: Readonly<Record<Language, Texts>> = { en, fr }

/** By the first part of a page's address. */
const pages: Readonly<Record<string, Page>> = {
  "": { file: "market/Market.tsx", words: ({ market }) => market },
  offer: { file: "offer/OfferPage.tsx" },
  pay: { file: "paying/Paying.tsx" },
  rental: { file: "rental/RentalPage.tsx" },
  rentals: { file: "rentals/Rentals.tsx", words: ({ rentals }) => rentals },
  host: { file: "host/Host.tsx", words: ({ host }) => host },
  arbiter: {
    file: "arbiter/Arbiter.tsx",
    words(texts, language) {
      const { duration } = makeFormats(language, texts)
      const { title, lead } = texts.arbiter
      return { title, lead: lead(duration(EVIDENCE_WINDOW), duration(ARBITRATION_WINDOW)) }
    },
  },
  verify: { file: "verify/Verify.tsx", words: ({ verify }) => verify },
  find: { file: "find/Find.tsx" },
  settings: { file: "settings/SettingsPage.tsx", words: ({ settings }) => settings },
}

export function startPlan(): Plugin {
  return {
    name: "start-plan",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (!bundle) return html
        const program = /<script type="module" crossorigin src="([^"]+)"><\/script>/.exec(html)
        if (!program) throw new Error("index.html does not start the program.")
        const [tag, file = ""] = program
        const asked = `<link rel="modulepreload" crossorigin href="${file}">`
        return { html: html.replace(tag, asked), tags: [planTag(bundle, file)] }
      },
    },
  }
}

function planTag(bundle: Rolldown.OutputBundle, program: string): HtmlTagDescriptor {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk")
  const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => filesOf(entry, bundle)))
  const files = (module: string) => {
    const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/app/src/${module}`))
    if (!chunk) throw new Error(`${module} is not in a file of its own.`)
    return filesOf(chunk, bundle).filter((file) => !first.has(file))
  }
  const plan = {
    program,
    languages: mapValues(texts, (_, language) => files(`texts/${language}.ts`)[0]),
    /** What a page says until it has its title. */
    reading: mapValues(texts, ({ shell }) => shell.reading),
    pages: mapValues(pages, ({ file, words }) => ({
      files: files(`pages/${file}`),
      ...(words && {
        words: mapValues(texts, (one, language) => {
          const { title, lead } = words(one, language)
          return { title, lead }
        }),
      }),
    })),
  }
  return {
    tag: "script",
    attrs: { id: "start", type: "application/json" },
    children: JSON.stringify(plan).replaceAll("<", "\\u003c"),
    injectTo: "head",
  }
}

/** A chunk's file, and those that it imports. */
function filesOf(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, found = new Set<string>()): string[] {
  found.add(chunk.fileName)
  for (const name of chunk.imports) {
    const imported = bundle[name]
    if (imported?.type === "chunk" && !found.has(name)) filesOf(imported, bundle, found)
  }
  return [...found]
}

function mapValues<key extends string, value, result>(
  object: Readonly<Record<key, value>>,
  change: (one: value, key: key) => result,
): Record<string, result> {
  const keys = Object.keys(object) as key[]
  return Object.fromEntries(keys.map((key) => [key, change(object[key], key)]))
}
