import { useRouter } from "@tanstack/react-router"
import { Search as SearchIcon } from "lucide-react"
import { useEffect, useId, useRef, useState } from "react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { pathOfSearch } from "./pathOfSearch.ts"

/** Finds an address, a rental, a machine, or a transaction. `/` focuses it. */
export function Search() {
  const { shell } = useTexts()
  const { history } = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const id = useId()
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const { target } = event
      const isTyping = target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener("keydown", focus)
    return () => removeEventListener("keydown", focus)
  }, [])
  const submit = () => {
    const path = pathOfSearch(input.current?.value ?? "")
    setProblem(path === undefined ? shell.searchNothing : undefined)
    if (path === undefined || !input.current) return
    input.current.value = ""
    input.current.blur()
    history.push(path)
  }
  return (
    <search className="relative max-xl:min-h-8.5 max-xl:min-w-9 max-md:static">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <label className="flex h-8.5 items-center gap-2 rounded-sm border border-border bg-card px-2.5 text-muted-foreground focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-ring max-xl:w-9 max-xl:border-transparent max-xl:bg-transparent max-xl:focus-within:absolute max-xl:focus-within:top-0 max-xl:focus-within:right-0 max-xl:focus-within:z-1 max-xl:focus-within:w-65 max-xl:focus-within:border-input max-xl:focus-within:bg-card max-md:focus-within:inset-x-3 max-md:focus-within:top-2.25 max-md:focus-within:w-auto xl:w-62">
          <SearchIcon aria-hidden className="size-4 shrink-0" />
          <input
            ref={input}
            type="search"
            aria-label={shell.search}
            aria-invalid={problem !== undefined}
            aria-describedby={problem && id}
            placeholder={shell.searchHint}
            autoComplete="off"
            spellCheck={false}
            onInput={() => setProblem(undefined)}
            className="w-full min-w-0 bg-transparent text-sm text-foreground outline-0 placeholder:text-muted-foreground placeholder:opacity-100"
          />
          <kbd className="rounded-[4px] bg-muted px-1.5 text-[0.6875rem] leading-4 font-medium max-xl:hidden">/</kbd>
        </label>
      </form>
      {problem && (
        <p
          id={id}
          role="alert"
          className="absolute top-full right-0 z-20 mt-2 w-64 max-md:right-3 rounded-sm border border-border bg-popover p-3 text-sm shadow-float"
        >
          {problem}
        </p>
      )}
    </search>
  )
}
