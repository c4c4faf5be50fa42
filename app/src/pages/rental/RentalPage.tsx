// One rental: the meter, the way in, what this person may do now, its life, and its terms.
import { isEscrowError } from "@gpuflow/escrow"
import { useRental } from "@gpuflow/escrow/react"
import { useParams } from "@tanstack/react-router"
import { FileX } from "lucide-react"
import { type Hex, isHash } from "viem"

import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { NotFound } from "../../shell/NotFound.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { PagePending } from "../../shell/PagePending.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Empty } from "../../ui/Empty.tsx"
import { Rental } from "./Rental.tsx"

export function RentalPage() {
  const { id } = useParams({ from: "/rental/$id" })
  return isHash(id) ? <KnownRental key={id} id={id} /> : <NotFound />
}

function KnownRental({ id }: { id: Hex }) {
  const { rental: words, ui } = useTexts()
  const { chainId, escrow } = useDeployment()
  const { data, error, refetch } = useRental({ chainId, escrow, id })
  if (data) return <Rental id={id} found={data} />
  if (!error) return <PagePending />
  const isMissing = isEscrowError(error) && error.code === "RentalNotFound"
  return (
    <>
      <PageHead title={isMissing ? words.missing : words.unread} />
      <Card label={words.missing} isFlush>
        <Empty
          Icon={FileX}
          title={isMissing ? words.missingMeaning : words.unreadMeaning}
          actions={<Button onClick={() => void refetch()}>{ui.tryAgain}</Button>}
        />
      </Card>
    </>
  )
}
