import { type Language, languages } from "../settings/preferences.ts"
import type { Texts } from "./texts.ts"

const files: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => (await import("./en.ts")).en,
  fr: async () => (await import("./fr.ts")).fr,
}

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", fr: "Français" }

export function loadTexts(language: Language): Promise<Texts> {
  return files[language]()
}

/** The first of the device's languages that the page speaks, or else English. */
export function deviceLanguage(): Language {
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())
  return (
    languages.find((language) => language === spoken.find((one) => languages.some((known) => known === one))) ?? "en"
  )
}
