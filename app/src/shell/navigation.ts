// The pages of the navigation, in their order. A phone shows them in a bar at the bottom.
import { ChartColumn, LayoutList, type LucideIcon, Scale, Server, ShieldCheck } from "lucide-react"

import type { Texts } from "../texts/texts.ts"

export type Destination = {
  readonly to: "/" | "/rentals" | "/host" | "/arbiter" | "/verify"
  readonly label: (texts: Texts) => string
  readonly Icon: LucideIcon
}

export const destinations: readonly Destination[] = [
  { to: "/", label: ({ shell }) => shell.market, Icon: LayoutList },
  { to: "/rentals", label: ({ shell }) => shell.rentals, Icon: Server },
  { to: "/host", label: ({ shell }) => shell.host, Icon: ChartColumn },
  { to: "/arbiter", label: ({ shell }) => shell.arbiter, Icon: Scale },
  { to: "/verify", label: ({ shell }) => shell.verify, Icon: ShieldCheck },
]
