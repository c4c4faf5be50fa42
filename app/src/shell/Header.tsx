import { Link } from "@tanstack/react-router"
import { Moon, Sun } from "lucide-react"

import { switchTheme, useTheme } from "../settings/theme.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { AccountButton } from "../wallet/AccountButton.tsx"
import { Brand } from "./Brand.tsx"
import { HeadStatus } from "./HeadStatus.tsx"
import { destinations } from "./navigation.ts"
import { Search } from "./Search.tsx"

export function Header() {
  const texts = useTexts()
  const { shell } = texts
  const isDark = useTheme() === "dark"
  return (
    <header className="sticky top-0 z-10 flex min-h-14 flex-wrap items-center gap-2 border-b border-border bg-background px-6 max-md:min-h-13 max-md:pr-3 max-md:pl-4">
      <Brand />
      <nav aria-label={shell.main} className="flex flex-wrap gap-0.5 self-stretch max-md:hidden">
        {destinations.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === "/", includeSearch: false }}
            className="relative flex items-center px-3 text-muted-foreground hover:text-foreground aria-[current]:font-medium aria-[current]:text-foreground aria-[current]:after:absolute aria-[current]:after:inset-x-3 aria-[current]:after:-bottom-px aria-[current]:after:h-0.5 aria-[current]:after:bg-primary max-lg:px-2"
          >
            {label(texts)}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        <Search />
        <HeadStatus />
        <Button
          look="ghost"
          size="small"
          square
          aria-label={isDark ? shell.toLight : shell.toDark}
          onClick={switchTheme}
          className="max-md:hidden"
        >
          {isDark ? <Sun aria-hidden className="size-4" /> : <Moon aria-hidden className="size-4" />}
        </Button>
        <AccountButton />
      </div>
    </header>
  )
}
