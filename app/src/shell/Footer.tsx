import { Link } from "@tanstack/react-router"

import { useFormats } from "../format/useFormats.ts"
import { languages, prefer } from "../settings/preferences.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { languageNames } from "../texts/languages.ts"
import { useSpoken } from "../texts/TextsProvider.tsx"
import { Address } from "../ui/Address.tsx"

export function Footer() {
  const { language, texts } = useSpoken()
  const { shell } = texts
  const formats = useFormats()
  const { escrow, chainName } = useDeployment()
  return (
    <footer className="mx-auto flex w-full max-w-360 flex-wrap items-center gap-x-5 gap-y-1.5 border-t border-border px-6 pt-5 pb-[calc(var(--toasts-room)+1.25rem)] text-xs text-muted-foreground max-md:px-4 max-md:pb-[calc(var(--bottom-bars)+2.5rem)]">
      <span>
        {shell.escrow} <Address value={escrow} hasCopy={false} /> {shell.escrowOn(chainName)}
      </span>
      <Link to="/verify" className="link py-1">
        {shell.checkYourself}
      </Link>
      <span>{shell.noAudit}</span>
      <span>{shell.timesIn(formats.zone())}</span>
      <Link to="/settings" className="link py-1">
        {shell.settings}
      </Link>
      <fieldset className="flex gap-3 md:ml-auto">
        <legend className="sr-only">{shell.language}</legend>
        {languages.map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={one === language}
            onClick={() => prefer({ language: one })}
            className="min-h-6 aria-pressed:font-semibold aria-pressed:text-foreground [&:not([aria-pressed=true])]:link"
          >
            {languageNames[one]}
          </button>
        ))}
      </fieldset>
    </footer>
  )
}
