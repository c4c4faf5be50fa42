import { useTexts } from "../texts/TextsProvider.tsx"
import { Note } from "../ui/Note.tsx"
import type { Known } from "./knownServer.ts"

/** Says so where the chain was read because no server could be asked. */
export function SourceNote({ known }: { known: Pick<Known, "problem"> | undefined }) {
  const { source } = useTexts()
  const problem = known?.problem
  if (problem === undefined) return null
  return (
    <Note tone={problem === "wrong" ? "error" : "info"} fact={source[problem]}>
      {source.meaning}
    </Note>
  )
}
