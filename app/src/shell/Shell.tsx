// What stands around every page.
import { Outlet } from "@tanstack/react-router"
import { lazy, Suspense, useEffect } from "react"

import { applyTheme, useTheme } from "../settings/theme.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { NetworkNote } from "../wallet/NetworkNote.tsx"
import { BottomBar } from "./BottomBar.tsx"
import { Footer } from "./Footer.tsx"
import { useKeptFocus } from "./focus.ts"
import { Header } from "./Header.tsx"
import { NodeNote } from "./NodeNote.tsx"

const EventFollower = lazy(async () => ({ default: (await import("../chain/EventFollower.tsx")).EventFollower }))
const TransactionToasts = lazy(async () => ({
  default: (await import("../transactions/TransactionToasts.tsx")).TransactionToasts,
}))

export function Shell() {
  const { shell } = useTexts()
  const theme = useTheme()
  useEffect(() => applyTheme(theme), [theme])
  useKeptFocus()
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
      {/* biome-ignore lint/a11y/useValidAnchor: It is a link to the content, by which readers find it. */}
      <a
        href="#main"
        onClick={(event) => {
          // The address after # is the router's.
          event.preventDefault()
          document.getElementById("main")?.focus()
        }}
        className="absolute -top-16 left-2 z-20 rounded-sm bg-foreground px-3.5 py-2.5 text-background focus:top-2"
      >
        {shell.skip}
      </a>
      <Header />
      <Suspense>
        <TransactionToasts />
      </Suspense>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-360 px-6 pt-7 pb-18 outline-0 max-md:px-4 max-md:pt-5 max-md:pb-10"
      >
        <NodeNote />
        <NetworkNote />
        <Outlet />
      </main>
      <Footer />
      <BottomBar />
      <Suspense>
        <EventFollower />
      </Suspense>
    </div>
  )
}
