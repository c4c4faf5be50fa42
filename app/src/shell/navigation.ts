// The pages of the navigation, in their order. A phone shows them in a bar at the bottom.
import { ChartColumn, LayoutList, type LucideIcon, Server } from "lucide-react"

import type { Texts } from "../texts/texts.ts"

export type Destination = {
  readonly to: "/" | "/rentals" | "/host"
  readonly label: (texts: Texts) => string
  readonly Icon: LucideIcon
}

export const destinations: readonly Destination[] = [
  { to: "/", label: ({ shell }) => shell.market, Icon: LayoutList },
  { to: "/rentals", label: ({ shell }) => shell.rentals, Icon: Server },
  { to: "/host", label: ({ shell }) => shell.host, Icon: ChartColumn },
]
