import { useAge, useHead } from "../chain/useHead.ts"
import { useFormats } from "../format/useFormats.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useTexts } from "../texts/TextsProvider.tsx"
import { classes } from "../ui/classes.ts"

/** Seconds from which a head is late, and from which it counts as lost. */
const [LATE, LOST] = [15, 60]

/** The latest block and its age. */
export function HeadStatus() {
  const { shell } = useTexts()
  const formats = useFormats()
  const { chainName } = useDeployment()
  const { data, isError } = useHead()
  const age = useAge(data)
  const color =
    isError || (age ?? 0) >= LOST
      ? "bg-destructive"
      : (age ?? 0) >= LATE
        ? "bg-warning"
        : data
          ? "bg-success"
          : "bg-input"
  const words = isError
    ? shell.nodeDown
    : data && age !== undefined
      ? shell.block(formats.count(data.number), formats.duration(age))
      : shell.noBlock
  return (
    <p className="flex min-h-8 min-w-8 items-center justify-center gap-2 px-2 max-md:min-w-5 max-md:px-0 text-xs whitespace-nowrap text-muted-foreground">
      <i aria-hidden="true" className={classes("size-[7px] shrink-0 rounded-full", color)} />
      <span className="sr-only">{chainName}, </span>
      <span className="max-lg:sr-only lg:min-w-32">{words}</span>
    </p>
  )
}
