import { Link } from "@tanstack/react-router"

import { useSettings } from "../settings/SettingsProvider.tsx"

export function Brand() {
  const { brand } = useSettings()
  return (
    <Link
      to="/"
      className="flex min-h-8 items-center gap-2.5 text-[0.9375rem] font-semibold tracking-[-0.02em] md:mr-4"
    >
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 text-primary">
        <rect x="1" y="1" width="18" height="18" rx="5" fill="none" stroke="currentColor" strokeWidth="2" />
        <rect x="5" y="9" width="3" height="6" rx="1" fill="currentColor" />
        <rect x="9.2" y="5" width="3" height="10" rx="1" fill="currentColor" />
        <rect x="13.2" y="11" width="2" height="4" rx="1" fill="currentColor" opacity=".55" />
      </svg>
      {brand}
    </Link>
  )
}
