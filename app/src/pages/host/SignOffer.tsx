import { bondOf } from "@gpuflow/escrow"
import { buildOffer, hashMachineDocument, type SignedOffer, signOffer } from "@gpuflow/escrow/offer"
import { escrowQueryKey, useBond } from "@gpuflow/escrow/react"
import type { FoundOffer } from "@gpuflow/escrow/server"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Address } from "viem"
import { getBlock } from "viem/actions"
import { useConfig } from "wagmi"

import { useFormats } from "../../format/useFormats.ts"
import { type BoardAnswer, putOffer } from "../../server/boardRequests.ts"
import { OFFERS_KEY } from "../../server/offersQuery.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useOpenTokens } from "../../server/useOpenTokens.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { type Failure, refusalOf } from "../../transactions/failure.ts"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useFailure } from "../../transactions/useFailure.ts"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Facts } from "../../ui/Facts.tsx"
import { Field, SelectField } from "../../ui/Field.tsx"
import { BoardAnswers } from "./BoardAnswers.tsx"
import { emptyForm, formOf, type OfferDraft, type OfferForm, readForm } from "./offerForm.ts"

type SignOfferProps = {
  readonly host: Address
  /** An offer that is signed again. */
  readonly before?: { readonly found: FoundOffer; readonly token: TokenInfo }
  readonly onClose: () => void
}

/** Fills in an offer, says what it means, signs it in the wallet, and puts it on the boards. It costs nothing. */
export function SignOffer({ host, before, onClose }: SignOfferProps) {
  const { host: texts } = useTexts()
  const formats = useFormats()
  const { chainId, escrow, boards } = useDeployment()
  const queries = useQueryClient()
  const tokens = useOpenTokens().data ?? []
  const [form, setForm] = useState<OfferForm>(() => (before ? formOf(before.found, before.token) : emptyForm))
  const [isTried, setTried] = useState(before !== undefined)
  const [published, setPublished] = useState<Published>()
  const chosen = form.token || tokens.find(({ isDollar }) => isDollar)?.address || tokens[0]?.address
  const token = tokens.find(({ address }) => address === chosen)
  const read = readForm(form, { token, before: before?.found })
  const draft = read instanceof Set ? undefined : (read as OfferDraft)
  const built = useBuiltOffer({ host, token, draft, machine: before?.found.signed.offer.machine })
  const free = useBond({ chainId, escrow, host, token: token?.address }).data
  const unread = useFailure(built.error)
  const readOffers = () => void queries.invalidateQueries({ queryKey: [OFFERS_KEY] })
  const writing = useTransaction<Published>(
    { kind: "signOffer" },
    {
      isInDialog: true,
      onSuccess: (given) => {
        setPublished(given)
        readOffers()
      },
    },
  )
  const field = (name: Exclude<keyof OfferForm, "isRolling">) => ({
    value: form[name],
    autoComplete: "off",
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      setForm({ ...form, [name]: target.value }),
    // What is missing is marked once the reader has left a field.
    onBlur: () => setTried(isTried || form.name !== ""),
    problem: isTried && read instanceof Set && read.has(name) ? texts.fillIn : undefined,
  })
  const write = (amount: bigint) => (token ? `${formats.amount(amount, token.decimals)} ${token.symbol}` : "")
  const offer = built.data?.offer
  const bond = offer && bondOf(offer, offer.maxDuration)
  if (published) {
    const { signed, answers } = published
    return (
      <BoardAnswers
        title={texts.offerSigned}
        answers={answers}
        send={async (some) => {
          const later = await putOffer(some, signed)
          readOffers()
          return later
        }}
        onAgain={async () => {
          await built.refetch()
          writing.reset()
          setPublished(undefined)
        }}
        onClose={onClose}
      />
    )
  }
  return (
    <TransactionDialog
      title={before ? texts.renewTitle(form.name) : texts.signOfferTitle}
      isOpen
      onClose={onClose}
      writing={writing}
      confirm={texts.signAndPublish}
      reason={draft ? (offer ? undefined : texts.reading) : texts.fillAll}
      refusal={built.data?.failure ?? unread}
      onConfirm={() => {
        if (!offer || !draft) return
        writing.send(async (client, options) => {
          const hostSignature = await signOffer(client, { escrow, offer, ...options })
          const signed: SignedOffer = { chainId, escrow, offer, hostSignature, document: { ...draft.document } }
          return { signed, answers: await putOffer(boards, signed) }
        })
      }}
    >
      <p className="text-sm text-muted-foreground">{texts.signOfferMeaning}</p>
      <div className="grid gap-3">
        <Field label={texts.machineName} hint={texts.machineNameHint} {...field("name")} />
        <div className="grid grid-cols-2 gap-3">
          <Field label={texts.gpuModel} placeholder="RTX 4090" {...field("model")} />
          <Field label={texts.gpuCount} inputMode="numeric" {...field("gpus")} />
          <Field label={texts.gpuMemory} unit="GB" inputMode="decimal" {...field("memory")} />
          <Field label={texts.place} placeholder="Lyon, FR" {...field("place")} />
          <SelectField label={texts.paidIn} {...field("token")} value={chosen ?? ""}>
            {tokens.map(({ address, symbol }) => (
              <option key={address} value={address}>
                {symbol}
              </option>
            ))}
          </SelectField>
          <Field label={texts.perHour} inputMode="decimal" {...field("price")} />
          <Field label={texts.bond} inputMode="decimal" {...field("bond")} />
          <Field label={texts.longest} unit={texts.hoursUnit} inputMode="decimal" {...field("longest")} />
          <Field label={texts.commitment} unit={texts.minutesUnit} inputMode="decimal" {...field("commitment")} />
          <Field label={texts.startsWithin} unit={texts.minutesUnit} inputMode="decimal" {...field("startWindow")} />
          <Field label={texts.disputeFor} unit={texts.hoursUnit} inputMode="decimal" {...field("challengeWindow")} />
          <Field label={texts.validFor} unit={texts.hoursUnit} inputMode="decimal" {...field("validFor")} />
        </div>
        <label className="flex items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-primary"
            checked={form.isRolling}
            onChange={({ target }) => setForm({ ...form, isRolling: target.checked })}
          />
          {texts.rolling}
        </label>
      </div>
      {offer && bond !== undefined && (
        <Facts
          isPlain
          facts={[
            { name: texts.platformFee, value: formats.exactShare(offer.maxFeeBps) },
            { name: texts.bondLockedThen, value: write(bond) },
            ...(free !== undefined ? [{ name: texts.bondFreeNow, value: write(free) }] : []),
            { name: texts.takeableUntil, value: formats.date(offer.expiry) },
          ]}
        />
      )}
      {bond !== undefined && free !== undefined && free < bond && (
        <p className="text-sm text-warning">{texts.bondTooSmall(write(bond - free))}</p>
      )}
    </TransactionDialog>
  )
}

/** What was signed, and what each board said to it. */
type Published = { readonly signed: SignedOffer; readonly answers: readonly BoardAnswer[] }

type Building = {
  readonly host: Address
  readonly token: TokenInfo | undefined
  readonly draft: OfferDraft | undefined
  readonly machine: SignedOffer["offer"]["machine"] | undefined
}

type Built = { readonly offer?: SignedOffer["offer"]; readonly failure?: Failure }

/** The offer that would be signed: arbiter, fee, nonce and epoch are the chain's. */
function useBuiltOffer({ host, token, draft, machine }: Building) {
  const config = useConfig()
  const { chainId, escrow } = useDeployment()
  const written = JSON.stringify(draft, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))
  return useQuery({
    // What changes the escrow's queries changes this one: after a refusal, what is signed next is of this moment.
    queryKey: [
      ...escrowQueryKey({ chainId, escrow }),
      ...["builtOffer", host, token?.address ?? null, written ?? null, machine ?? null],
    ],
    queryFn: async (): Promise<Built> => {
      if (!draft || !token) return {}
      const client = config.getClient({ chainId })
      try {
        const hashes = hashMachineDocument(draft.document)
        const { timestamp } = await getBlock(client)
        const offer = await buildOffer(client, {
          ...{ escrow, host, token: token.address },
          machine: machine ?? hashes.machine,
          spec: hashes.spec,
          ...draft.terms,
          expiry: timestamp + draft.validFor,
        })
        return { offer }
      } catch (error) {
        return { failure: await refusalOf(error) }
      }
    },
    enabled: draft !== undefined && token !== undefined,
    structuralSharing: false,
    staleTime: 30_000,
  })
}
