import type { Rental } from "@gpuflow/escrow"
import { useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { type Client, type Hex, parseAbi, zeroAddress } from "viem"
import { readContract } from "viem/actions"
import { useConfig } from "wagmi"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { CopyButton } from "../../ui/CopyButton.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Note } from "../../ui/Note.tsx"
import { RetryButton } from "../../ui/RetryButton.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { saveFile } from "../../ui/saveFile.ts"
import { safeBatch } from "./safeBatch.ts"

type SafeDialogProps = {
  readonly id: Hex
  readonly rental: Rental
  readonly hostBps: bigint
  readonly now: bigint
  readonly until: string
  readonly onClose: () => void
}

/** The ruling as a call that the owners of a Safe sign in its own app. */
export function SafeDialog({ id, rental, hostBps, now, until, onClose }: SafeDialogProps) {
  const { arbiter: texts, ui } = useTexts()
  const formats = useFormats()
  const { chainId, escrow } = useDeployment()
  const config = useConfig()
  const { data, isError, refetch } = useQuery({
    queryKey: ["ruling", chainId, escrow, id, String(hostBps)],
    queryFn: () => prepareRuling(config.getClient({ chainId }), { escrow, rental, hostBps }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const copied = (name: string, text: string) => ({
    name,
    value: (
      <span className="inline-flex items-center gap-1">
        <span className="mono max-w-52 truncate" title={text}>
          {text}
        </span>
        <CopyButton text={text} label={name} />
      </span>
    ),
  })
  const save = () => {
    if (!data) return
    const description = texts.safeFileMeaning(formats.exactShare(hostBps), id)
    const file = { chainId, safe: rental.offer.arbiter, description, createdAt: now, call: data }
    saveFile(`ruling-${id.slice(2, 10)}.json`, "application/json", safeBatch(file))
  }
  return (
    <Dialog
      title={texts.safeTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{ui.close}</Button>
          {data && (
            <Button look="primary" onClick={save}>
              <Download aria-hidden className="size-4" />
              {texts.safeFile}
            </Button>
          )}
        </>
      }
    >
      <p className="text-sm">{texts.safeMeaning}</p>
      {data ? (
        <Facts
          facts={[
            copied(texts.safeTo, data.to),
            copied(texts.safeValue, String(data.value)),
            copied(texts.safeData, data.data),
            copied(texts.safeHash(String(data.nonce)), data.hash),
          ]}
        />
      ) : isError ? (
        <Note tone="warning" fact={texts.safeUnread} action={<RetryButton onClick={() => void refetch()} />} />
      ) : (
        <Skeleton className="h-36" />
      )}
      <p className="text-sm text-muted-foreground">
        {texts.safeCompare} {texts.safeUntil(until)}
      </p>
    </Dialog>
  )
}

const safeAbi = parseAbi([
  "function nonce() view returns (uint256)",
  "function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns (bytes32)",
])

type Ruling = { readonly escrow: Hex; readonly rental: Rental; readonly hostBps: bigint }

/** The call, and the hash that the Safe's owners sign: the Safe itself computes it. */
async function prepareRuling(client: Client, { escrow, rental, hostBps }: Ruling) {
  const { prepareRequest } = await import("@gpuflow/escrow/requests")
  const { arbiter: account } = rental.offer
  const { to, data, value = 0n } = await prepareRequest(client, "resolve", { escrow, rental, hostBps, account })
  const safe = { address: account, abi: safeAbi } as const
  const nonce = await readContract(client, { ...safe, functionName: "nonce" })
  const hash = await readContract(client, {
    ...safe,
    functionName: "getTransactionHash",
    args: [to, value, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress, nonce],
  })
  return { to, value, data, nonce, hash }
}
