import { Download } from "lucide-react"

import { toCsv } from "../format/csv.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "./Button.tsx"
import { saveFile } from "./saveFile.ts"

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
        saveFile(`${name}.csv`, "text/csv;charset=utf-8", toCsv(rows()))
      }}
    >
      <Download aria-hidden className="size-4" />
      CSV
    </Button>
  )
}
