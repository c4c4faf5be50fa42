import { type ReactNode, useEffect, useRef } from "react"

import { useSettings } from "../settings/SettingsProvider.tsx"
import { arrive } from "./focus.ts"

type PageHeadProps = {
  /** The `h1`, and the browser's title. */
  readonly title: string
  readonly lead?: string
  /** Chips below the title. */
  readonly below?: ReactNode
  readonly action?: ReactNode
}

/** A page begins with it, and who comes from another page does as well. */
export function PageHead({ title, lead, below, action }: PageHeadProps) {
  const { brand } = useSettings()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${brand}`
  }, [title, brand])
  useEffect(() => {
    if (heading.current) arrive(heading.current)
  }, [])
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div>
        <h1
          ref={heading}
          tabIndex={-1}
          className="w-fit text-2xl font-semibold max-md:text-[1.375rem] max-md:leading-7"
        >
          {title}
        </h1>
        {below && <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1.5">{below}</div>}
        {lead && <p className="mt-1 max-w-[76ch] text-muted-foreground">{lead}</p>}
      </div>
      {action}
    </div>
  )
}
