import { createContext, type ReactNode, useContext, useEffect, useState } from "react"

import { type Language, usePreferences } from "../settings/preferences.ts"
import { deviceLanguage, loadTexts } from "./languages.ts"
import type { Texts } from "./texts.ts"

type Spoken = { readonly language: Language; readonly texts: Texts }

const TextsContext = createContext<Spoken | undefined>(undefined)

/** Shows the page in the reader's language. Another one is loaded before it is shown. */
export function TextsProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [spoken, speak] = useState(first)
  const wanted = usePreferences().language ?? deviceLanguage()
  useEffect(() => {
    let isCurrent = true
    if (wanted === spoken.language) return
    void loadTexts(wanted).then((texts) => {
      if (isCurrent) speak({ language: wanted, texts })
    })
    return () => {
      isCurrent = false
    }
  }, [wanted, spoken.language])
  useEffect(() => {
    document.documentElement.lang = spoken.language
  }, [spoken.language])
  return <TextsContext value={spoken}>{children}</TextsContext>
}

export function useSpoken(): Spoken {
  const spoken = useContext(TextsContext)
  if (!spoken) throw new Error("The page has no texts.")
  return spoken
}

/** The words of the page in the reader's language. */
export function useTexts(): Texts {
  return useSpoken().texts
}
