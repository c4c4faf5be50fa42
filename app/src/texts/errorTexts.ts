// The words for what goes wrong, by the SDK's codes. They are loaded when something has gone wrong.
import { type ErrorTexts, english } from "@gpuflow/escrow/describe"

import type { Language } from "../settings/preferences.ts"

const files: Readonly<Record<Language, () => Promise<ErrorTexts>>> = {
  en: async () => english,
  fr: async () => (await import("./errorTexts.fr.ts")).french,
}

export function errorTexts(language: Language): Promise<ErrorTexts> {
  return files[language]()
}
