// What a host fills in, and the offer's terms that follow from it.
import type { MachineDocument } from "@gpuflow/escrow/machine"
import type { FoundOffer } from "@gpuflow/escrow/server"
import { formatUnits, parseUnits } from "viem"

import type { TokenInfo } from "../../server/tokensOf.ts"

/** As it is typed. Times are in the units that the form names. */
export type OfferForm = {
  readonly name: string
  readonly model: string
  readonly gpus: string
  /** GB of each GPU. */
  readonly memory: string
  readonly place: string
  readonly token: string
  readonly price: string
  readonly bond: string
  /** Hours. */
  readonly longest: string
  /** Minutes that are billed at least. */
  readonly commitment: string
  /** Minutes within which the host starts. 0: at once. */
  readonly startWindow: string
  /** Hours. */
  readonly challengeWindow: string
  /** Hours for which the offer can be taken. */
  readonly validFor: string
  readonly isRolling: boolean
}

export const emptyForm: OfferForm = {
  ...{ name: "", model: "", gpus: "1", memory: "", place: "", token: "", price: "", bond: "" },
  ...{ longest: "168", commitment: "1", startWindow: "30", challengeWindow: "6", validFor: "24", isRolling: false },
}

/** The form of an offer that is signed again. */
export function formOf({ signed: { offer, document } }: FoundOffer, token: TokenInfo): OfferForm {
  const { name, gpu, location } = Object(document) as Partial<MachineDocument>
  const amount = (value: bigint) => formatUnits(value, token.decimals)
  const ratio = (value: bigint, of: number) => String(Number(value) / of)
  return {
    name: String(name ?? ""),
    model: String(gpu?.model ?? ""),
    gpus: String(gpu?.count ?? 1),
    memory: gpu?.memoryMiB ? String(gpu.memoryMiB / 1_024) : "",
    place: String(location ?? ""),
    token: offer.token,
    price: amount(offer.pricePerHour),
    bond: amount(offer.bond),
    longest: ratio(offer.maxDuration, 3_600),
    commitment: ratio(offer.minDuration, 60),
    startWindow: ratio(offer.startWindow, 60),
    challengeWindow: ratio(offer.challengeWindow, 3_600),
    validFor: emptyForm.validFor,
    isRolling: offer.rolling,
  }
}

export type OfferDraft = {
  readonly document: MachineDocument
  readonly terms: {
    readonly pricePerHour: bigint
    readonly bond: bigint
    readonly maxDuration: bigint
    readonly minDuration: bigint
    readonly startWindow: bigint
    readonly challengeWindow: bigint
    readonly rolling: boolean
  }
  /** Seconds. */
  readonly validFor: bigint
}

/** Fields that cannot be read. */
export type FormProblems = ReadonlySet<keyof OfferForm>

export function readForm(
  form: OfferForm,
  { token, before }: { readonly token: TokenInfo | undefined; readonly before?: FoundOffer | undefined },
): OfferDraft | FormProblems {
  const wrong = new Set<keyof OfferForm>()
  const fail = (field: keyof OfferForm) => {
    wrong.add(field)
    return 0n
  }
  const amount = (field: "price" | "bond") => {
    const text = form[field].trim().replace(",", ".")
    const isAmount = /^\d+(\.\d+)?$/.test(text) && (text.split(".")[1]?.length ?? 0) <= (token?.decimals ?? 0)
    return isAmount && token ? parseUnits(text, token.decimals) : fail(field)
  }
  const seconds = (field: "longest" | "commitment" | "startWindow" | "challengeWindow" | "validFor", of: number) => {
    const value = Number(form[field].trim().replace(",", ".")) * of
    return form[field].trim() !== "" && Number.isFinite(value) && value >= 0 ? BigInt(Math.round(value)) : fail(field)
  }
  const count = (field: "gpus" | "memory") => {
    const value = Number(form[field].trim().replace(",", "."))
    return Number.isFinite(value) && value > 0 ? value : Number(fail(field))
  }
  const text = (field: "name" | "model") => form[field].trim() || String(fail(field))
  const old = Object(before?.signed.document) as Partial<MachineDocument>
  const document: MachineDocument = {
    ...old,
    version: 1,
    name: text("name"),
    gpu: {
      ...old.gpu,
      model: text("model"),
      count: Math.round(count("gpus")),
      memoryMiB: Math.round(count("memory") * 1_024),
    },
    ...(form.place.trim() && { location: form.place.trim() }),
  }
  const commitment = seconds("commitment", 60)
  const terms = {
    pricePerHour: amount("price"),
    bond: form.bond.trim() === "" ? 0n : amount("bond"),
    maxDuration: seconds("longest", 3_600),
    // Billing by the second knows no less than one.
    minDuration: commitment > 0n ? commitment : 1n,
    startWindow: seconds("startWindow", 60),
    challengeWindow: seconds("challengeWindow", 3_600),
    rolling: form.isRolling,
  }
  const validFor = seconds("validFor", 3_600)
  if (!token) wrong.add("token")
  if (terms.pricePerHour === 0n) wrong.add("price")
  if (terms.maxDuration === 0n) wrong.add("longest")
  if (validFor === 0n) wrong.add("validFor")
  return wrong.size > 0 ? wrong : { document, terms, validFor }
}
