import { encode } from "uqr"

import { useTexts } from "../texts/TextsProvider.tsx"
import { CopyButton } from "../ui/CopyButton.tsx"
import { Skeleton } from "../ui/Skeleton.tsx"

/** The code that a wallet on another device scans, and the same as text. Always dark on light, as scanners want it. */
export function PairingCode({ uri }: { uri: string | undefined }) {
  const { account } = useTexts()
  if (uri === undefined) return <Skeleton className="mx-auto size-60" />
  const { data, size } = encode(uri, { ecc: "M", border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("")
  return (
    <div className="grid justify-items-center gap-2">
      <svg
        role="img"
        aria-label={account.code}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        className="size-60 rounded-md"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <span className="inline-flex items-center gap-1 text-sm">
        {account.copyLink} <CopyButton text={uri} label={account.copyLink} />
      </span>
    </div>
  )
}
