import { Link } from "@tanstack/react-router"

import { useTexts } from "../texts/TextsProvider.tsx"
import { destinations } from "./navigation.ts"

/** The navigation of a phone, within reach of the thumb. */
export function BottomBar() {
  const texts = useTexts()
  return (
    <nav
      aria-label={texts.shell.main}
      className="fixed inset-x-0 bottom-0 z-10 grid auto-cols-fr grid-flow-col border-t border-border bg-background pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {destinations.map(({ to, label, Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === "/", includeSearch: false }}
          className="grid justify-items-center gap-1 py-2 text-[0.6875rem] leading-3.5 focus-visible:-outline-offset-2 text-muted-foreground aria-[current]:font-semibold aria-[current]:text-primary"
        >
          <Icon aria-hidden className="size-5" />
          {label(texts)}
        </Link>
      ))}
    </nav>
  )
}
