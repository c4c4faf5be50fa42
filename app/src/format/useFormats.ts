import { useSpoken } from "../texts/TextsProvider.tsx"
import type { Texts } from "../texts/texts.ts"
import { type Formats, makeFormats } from "./formats.ts"

/** Each language's formats are made once: a browser takes long to make them, and many components write amounts. */
const made = new WeakMap<Texts, Formats>()

export function useFormats(): Formats {
  const { language, texts } = useSpoken()
  const formats = made.get(texts) ?? makeFormats(language, texts)
  made.set(texts, formats)
  return formats
}
