import { useMemo } from "react"

import { useSpoken } from "../texts/TextsProvider.tsx"
import { type Formats, makeFormats } from "./formats.ts"

export function useFormats(): Formats {
  const { language, texts } = useSpoken()
  return useMemo(() => makeFormats(language, texts), [language, texts])
}
