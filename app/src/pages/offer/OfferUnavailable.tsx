import { Link } from "@tanstack/react-router"
import { FileX } from "lucide-react"

import type { NoOffer } from "../../server/signedOfferQuery.ts"
import { Crumbs } from "../../shell/Crumbs.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button, buttonClasses } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Empty } from "../../ui/Empty.tsx"

/** There is no offer to show, and why. */
export function OfferUnavailable({ reason, onRetry }: { reason: NoOffer; onRetry: () => void }) {
  const { offer, errors, ui } = useTexts()
  return (
    <>
      <Crumbs>…</Crumbs>
      <PageHead title={offer[reason]} />
      <Card label={offer[reason]} isFlush>
        <Empty
          Icon={FileX}
          title={offer[`${reason}Meaning`]}
          actions={
            <>
              <Link to="/" className={buttonClasses({ look: "primary" })}>
                {errors.toMarket}
              </Link>
              <Button onClick={onRetry}>{ui.tryAgain}</Button>
            </>
          }
        />
      </Card>
    </>
  )
}
