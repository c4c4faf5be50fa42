import { explorerLink } from "../chain/explorer.ts"
import { shortHex } from "../format/shortHex.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { CopyButton } from "./CopyButton.tsx"

type AddressProps = {
  /** An address, a hash, or an id. */
  readonly value: string
  readonly kind?: "address" | "transaction" | "id"
  /** A name that the reader knows it by. */
  readonly name?: string | undefined
  readonly hasCopy?: boolean
}

/** An address, a hash, or an id: short, to copy, and with a link to the explorer where it has one. */
export function Address({ value, kind = "address", name, hasCopy = true }: AddressProps) {
  const deployment = useDeployment()
  const href = kind === "id" ? undefined : explorerLink(deployment, { [kind]: value })
  const words = <span title={value}>{name ?? shortHex(value)}</span>
  return (
    <span className="mono inline-flex items-center gap-1 whitespace-nowrap">
      {href ? (
        <a href={href} target="_blank" rel="noreferrer" className="link">
          {words}
        </a>
      ) : (
        words
      )}
      {hasCopy && <CopyButton text={value} label={name ?? shortHex(value)} />}
    </span>
  )
}
