import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Note } from "../../ui/Note.tsx"
import type { Check } from "./checks.ts"
import type { ReadDeployment } from "./readDeployment.ts"

type VerdictNoteProps = { readonly read: ReadDeployment; readonly checks: readonly Check[] }

/** How many checks hold, at which block, and what it took. */
export function VerdictNote({ read, checks }: VerdictNoteProps) {
  const { verify: texts, units } = useTexts()
  const formats = useFormats()
  const count = (state: Check["state"]) => checks.filter((check) => check.state === state).length
  const [held, failed] = [count("held"), count("failed")]
  const isWhole = held === checks.length
  const { block, milliseconds, questions } = read
  const fact =
    failed > 0
      ? texts.failed(failed, formats.count(failed))
      : isWhole
        ? texts.allHold(held, formats.count(held))
        : texts.someHold(formats.count(held), formats.count(checks.length))
  return (
    <Note tone={failed > 0 ? "error" : isWhole ? "success" : "warning"} fact={fact}>
      <span title={block.hash}>
        {texts.at(formats.count(block.number), shortHex(block.hash), formats.date(block.timestamp))}
      </span>{" "}
      {failed > 0
        ? texts.failedMeaning
        : isWhole
          ? texts.took(units.seconds(formats.measure(milliseconds / 1_000)), questions, formats.count(questions))
          : texts.unreadSome}
    </Note>
  )
}
