import type { AccountKind } from "../../chain/accountKind.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"

/** What kind of account it is: "Safe, 2 of 3". */
export function KindWords({ kind }: { kind: AccountKind | undefined }) {
  const { verify: texts } = useTexts()
  const formats = useFormats()
  if (!kind) return <span className="text-warning">{texts.couldNotRead}</span>
  switch (kind.kind) {
    case "nobody":
      return texts.nobody
    case "timelock":
      return texts.kinds.timelock(formats.duration(kind.delay))
    case "safe":
      return texts.kinds.safe(formats.count(kind.threshold), formats.count(kind.owners))
    default:
      return texts.kinds[kind.kind]
  }
}
