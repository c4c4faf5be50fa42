import type { FoundOffer } from "@gpuflow/escrow/server"
import { useState } from "react"
import type { Hex } from "viem"

import { offerLinkOf } from "../../chain/links.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { MoreButton } from "../../ui/MoreButton.tsx"
import { Table } from "../../ui/Table.tsx"
import { useFirst } from "../../ui/useFirst.ts"
import { RemoveOffer } from "./RemoveOffer.tsx"
import { SignOffer } from "./SignOffer.tsx"
import type { HostOffers } from "./useHostOffers.ts"

/** Offers that are shown at first. */
const FIRST = 6

type OffersProps = {
  readonly offers: HostOffers
  readonly isOwn: boolean
  readonly now: bigint
  readonly machineName: (machine: Hex) => string
}

/** Offers that renters can find, and until when. */
export function Offers({ offers: { offers, tokens, isKnown }, isOwn, now, machineName }: OffersProps) {
  const { host: texts, rentals } = useTexts()
  const formats = useFormats()
  const tokenOf = ({ signed }: FoundOffer) => tokens.find(({ address }) => address === signed.offer.token)
  const { shown, isWhole, toggle } = useFirst(offers, FIRST)
  const [renewed, setRenewed] = useState<FoundOffer>()
  const renewedToken = renewed && tokenOf(renewed)
  return (
    <Card title={texts.offers} isFlush aside={<MoreButton count={offers.length} {...{ isWhole, toggle }} />}>
      {!isKnown && (
        <p className="px-5 pb-5 text-muted-foreground max-md:px-4">
          {offers.length > 0 ? texts.offersBefore : texts.offersUnread}
        </p>
      )}
      {isKnown && offers.length === 0 && (
        <p className="px-5 pb-5 text-muted-foreground max-md:px-4">{texts.offersNone}</p>
      )}
      {offers.length > 0 && (
        <Table
          caption={texts.offers}
          rows={shown}
          rowKey={({ signed }) => signed.offer.machine}
          columns={[
            {
              key: "machine",
              title: rentals.machine,
              cell: ({ signed: { offer } }) => (
                <a
                  href={offerLinkOf(offer, { hours: 8 })}
                  className="relative -my-0.5 inline-block py-0.5 font-semibold hover:underline"
                >
                  {machineName(offer.machine)}
                </a>
              ),
            },
            {
              key: "price",
              title: texts.perHour,
              isNumber: true,
              cell: (found) => (
                <Amount
                  amount={found.signed.offer.pricePerHour}
                  decimals={tokenOf(found)?.decimals ?? 0}
                  symbol={tokenOf(found)?.symbol}
                />
              ),
            },
            {
              key: "longest",
              title: texts.longest,
              cell: ({ signed: { offer } }) => formats.duration(offer.maxDuration),
            },
            {
              key: "bond",
              title: texts.bond,
              isNumber: true,
              cell: (found) => <Amount amount={found.bond} decimals={tokenOf(found)?.decimals ?? 0} />,
            },
            {
              key: "until",
              title: texts.takeableUntil,
              cell: ({ signed: { offer } }) => formats.moment(offer.expiry, now),
            },
            ...(isOwn
              ? [
                  {
                    key: "remove",
                    title: texts.action,
                    isNumber: true,
                    cell: (found: FoundOffer) => (
                      <span className="inline-flex flex-wrap justify-end gap-2">
                        <Button
                          size="small"
                          aria-label={texts.renewNamed(machineName(found.signed.offer.machine))}
                          onClick={() => setRenewed(found)}
                        >
                          {texts.renew}
                        </Button>
                        <RemoveOffer found={found} name={machineName(found.signed.offer.machine)} />
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {renewed && renewedToken && (
        <SignOffer
          host={renewed.signed.offer.host}
          before={{ found: renewed, token: renewedToken }}
          onClose={() => setRenewed(undefined)}
        />
      )}
    </Card>
  )
}
