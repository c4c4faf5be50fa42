import { ARBITRATION_WINDOW, type Rental } from "@gpuflow/escrow"
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

type SafeDialogProps = {
  readonly id: Hex
  readonly rental: Rental
  readonly hostBps: bigint
  /** When it was disputed. */
  readonly since: bigint
  readonly now: bigint
  readonly onClose: () => void
}

/** The ruling as a call that the owners of a Safe sign in its own app. */
export function SafeDialog({ id, rental, hostBps, since, now, onClose }: SafeDialogProps) {
  const { arbiter: texts, ui } = useTexts()
  const formats = useFormats()
  const { chainId, escrow } = useDeployment()
  const config = useConfig()
  const { data, isError, refetch } = useQuery({
    queryKey: ["ruling", chainId, escrow, id, String(hostBps)],
    queryFn: () => prepareRuling(config.getClient({ chainId }), { chainId, escrow, id, rental, hostBps, since }),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
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
    if (data) saveFile(`ruling-${id.slice(2, 10)}.json`, "application/json", data.file)
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
        {texts.safeCompare} {texts.safeUntil(formats.moment(since + ARBITRATION_WINDOW, now))}
      </p>
    </Dialog>
  )
}

const safeAbi = parseAbi([
  "function nonce() view returns (uint256)",
  "function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns (bytes32)",
])

type Ruling = {
  readonly chainId: number
  readonly escrow: Hex
  readonly id: Hex
  readonly rental: Rental
  readonly hostBps: bigint
  readonly since: bigint
}

/** The call, its file, and the hash that the owners sign: computed here, and compared with the Safe's own. */
async function prepareRuling(client: Client, { chainId, escrow, id, rental, hostBps, since }: Ruling) {
  const [{ prepareRequest }, { batchText, escrowBatch, rulingNote, safeHashes }] = await Promise.all([
    import("@gpuflow/escrow/requests"),
    import("gpuflow-escrow/safe"),
  ])
  const { arbiter: account } = rental.offer
  const { to, data, value = 0n } = await prepareRequest(client, "resolve", { escrow, rental, hostBps, account })
  const safe = { address: account, abi: safeAbi } as const
  const nonce = await readContract(client, { ...safe, functionName: "nonce" })
  const its = await readContract(client, {
    ...safe,
    functionName: "getTransactionHash",
    args: [to, value, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress, nonce],
  })
  const call = { to, value, data }
  const { safeTxHash: hash } = safeHashes({ chainId, safe: account, nonce }, call)
  if (its !== hash) throw new Error("The arbiter does not hash transactions as a Safe does.")
  const note = rulingNote({ id, hostBps, since })
  const batch = escrowBatch({ chainId, safe: account, note, calls: [call] })
  return { ...call, nonce, hash, file: batchText(batch) }
}
