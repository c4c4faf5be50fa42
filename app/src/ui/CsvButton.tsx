import { Download } from "lucide-react"

import { toCsv } from "../format/csv.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "./Button.tsx"

type CsvButtonProps = {
  /** Without the ending. */
  readonly name: string
  /** The titles first. Undefined while there is nothing to save. */
  readonly rows: (() => readonly (readonly string[])[]) | undefined
}

/** Saves a table on this device. */
export function CsvButton({ name, rows }: CsvButtonProps) {
  const { ui } = useTexts()
  return (
    <Button
      size="small"
      reason={rows ? undefined : ui.nothingToSave}
      onClick={() => {
        if (!rows) return
        const url = URL.createObjectURL(new Blob([toCsv(rows())], { type: "text/csv;charset=utf-8" }))
        const link = Object.assign(document.createElement("a"), { href: url, download: `${name}.csv` })
        link.click()
        URL.revokeObjectURL(url)
      }}
    >
      <Download aria-hidden className="size-4" />
      CSV
    </Button>
  )
}
