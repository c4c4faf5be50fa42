import { useState } from "react"
import type { Address } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { MachineLabel } from "../../server/MachineLabel.tsx"
import { useMachineNames } from "../../server/machineNames.ts"
import type { RentalList } from "../../server/rentalList.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { EndMandates } from "./EndMandates.tsx"
import { MandateDialog } from "./MandateDialog.tsx"
import { useMandateUses } from "./useMandateUses.ts"

/** Mandates by which rentals were extended, and how to end them. */
export function Mandates({ account, isOwn, list }: { account: Address; isOwn: boolean; list: RentalList }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const { mandateContract } = useDeployment()
  const [isLooking, setLooking] = useState(false)
  const uses = useMandateUses(account)
  const rentals = new Map(list.rentals.map((one) => [one.id, one]))
  const listed = uses.data?.data ?? []
  const names = useMachineNames(listed.flatMap(({ rental }) => rentals.get(rental)?.rental.offer.spec ?? []))
  if (!mandateContract) return null
  return (
    <Card title={texts.mandates}>
      {uses.data && (
        <p className="text-sm text-muted-foreground empty:hidden">
          {uses.data.source === "chain" ? texts.mandatesUnlisted : listed.length === 0 && texts.mandatesNone}
        </p>
      )}
      <ul className="grid gap-4">
        {listed.map(({ mandate, rental: id, executions, spent, lastAt }) => {
          const of = rentals.get(id)
          return (
            <li key={mandate} className="grid gap-1 text-sm">
              {of && (
                <div>
                  <MachineLabel id={id} offer={of.rental.offer} name={names.get(of.rental.offer.spec)} />
                </div>
              )}
              <div className="flex justify-between gap-3">
                <span className="text-muted-foreground">{texts.topUps(executions, formats.count(executions))}</span>
                {of?.token && (
                  <span>
                    {formats.amount(spent, of.token.decimals)} {of.token.symbol}
                  </span>
                )}
              </div>
              <div className="flex justify-between gap-3">
                <span className="text-muted-foreground">{texts.lastTopUp}</span>
                <span>{formats.date(lastAt)}</span>
              </div>
            </li>
          )
        })}
      </ul>
      {isOwn && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button size="small" onClick={() => setLooking(true)}>
            {texts.lookAtMandate}
          </Button>
          <EndMandates mandateContract={mandateContract} />
        </div>
      )}
      {isLooking && <MandateDialog onClose={() => setLooking(false)} />}
    </Card>
  )
}
