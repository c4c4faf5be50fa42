import type { Rental } from "@gpuflow/escrow"
import { useQuery } from "@tanstack/react-query"
import type { Hex } from "viem"
import { useConfig } from "wagmi"

import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { CopyButton } from "../../ui/CopyButton.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"

type SafeDialogProps = {
  readonly id: Hex
  readonly rental: Rental
  readonly hostBps: bigint
  readonly until: string
  readonly onClose: () => void
}

/** The ruling as a call that the owners of a Safe sign in its own app. */
export function SafeDialog({ id, rental, hostBps, until, onClose }: SafeDialogProps) {
  const { arbiter: texts, ui } = useTexts()
  const { chainId, escrow } = useDeployment()
  const config = useConfig()
  const { data } = useQuery({
    queryKey: ["ruling", chainId, escrow, id, String(hostBps)],
    queryFn: async () => {
      const { prepareRequest } = await import("@gpuflow/escrow/requests")
      const client = config.getClient({ chainId })
      const { arbiter: account } = rental.offer
      const {
        to,
        data: call,
        value = 0n,
      } = await prepareRequest(client, "resolve", { escrow, rental, hostBps, account })
      return { to, call, value: String(value) }
    },
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
  return (
    <Dialog title={texts.safeTitle} isOpen onClose={onClose} actions={<Button onClick={onClose}>{ui.close}</Button>}>
      <p className="text-sm">{texts.safeMeaning}</p>
      {data ? (
        <Facts
          facts={[
            copied(texts.safeTo, data.to),
            copied(texts.safeValue, data.value),
            copied(texts.safeData, data.call),
          ]}
        />
      ) : (
        <Skeleton className="h-28" />
      )}
      <p className="text-sm text-muted-foreground">{texts.safeUntil(until)}</p>
    </Dialog>
  )
}
