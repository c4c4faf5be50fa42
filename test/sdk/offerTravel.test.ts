import * as onEthers from "@gpuflow/escrow/ethers"
import * as onViem from "@gpuflow/escrow/offer"
import { type Offer, OfferUnreadableError, type SignedOffer, signOffer } from "@gpuflow/escrow/offer"
import schema from "@gpuflow/escrow/schemas/offer.schema.json" with { type: "json" }
import { Ajv2020 } from "ajv/dist/2020.js"
import { expect } from "chai"
import { keccak256, toHex } from "viem"
import { makeOffer } from "../support/rentals.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

async function signed(): Promise<SignedOffer> {
  const world = await loadFixture(deployed)
  const { escrow, host } = world
  const offer = await makeOffer(world)
  return { chainId: 137, escrow, offer, hostSignature: await signOffer(host, { escrow, offer }) }
}

const document = { version: 1, name: "rack 3 – Zürich", gpu: { model: "A100", count: 2 } }
const highest = {
  pricePerHour: 2n ** 96n - 1n,
  nonce: 2n ** 32n - 1n,
  expiry: 2n ** 40n - 1n,
  maxFeeBps: 2n ** 16n - 1n,
}

type Json = Record<string, unknown>
const change = (text: string, path: string, value: unknown): string => {
  const json: Json = JSON.parse(text)
  const [outer = "", inner] = path.split(".")
  const place = inner === undefined ? json : (json[outer] as Json)
  const name = inner ?? outer
  if (value === undefined) delete place[name]
  else place[name] = value
  return JSON.stringify(json)
}

/** Every kind of wrong value, by the field that holds it. */
const WRONG: readonly (readonly [field: string, value: unknown, problem: RegExp])[] = [
  ["version", undefined, /^is missing/],
  ["version", 2, /the only known version/],
  ["version", "1", /the only known version/],
  ["chainId", undefined, /^is missing/],
  ["chainId", "137", /whole number/],
  ["chainId", 0, /above zero/],
  ["chainId", 1.5, /whole number/],
  ["chainId", 2 ** 53, /whole number/],
  ["escrow", "0x12", /40 hexadecimal digits/],
  ["escrow", 12, /40 hexadecimal digits/],
  ["escrow", null, /40 hexadecimal digits/],
  ["hostSignature", "0x123", /pairs of hexadecimal digits/],
  ["hostSignature", undefined, /^is missing/],
  ["document", "a text", /object in braces/],
  ["document", [], /object in braces/],
  ["more", 1, /not a field/],
  ["offer", [], /object in braces/],
  ["offer", null, /object in braces/],
  ["offer.more", 1, /not a field/],
  ["offer.host", `${"1".repeat(42)}`, /40 hexadecimal digits/],
  ["offer.host", undefined, /^is missing/],
  ["offer.nonce", 1, /in quotes/],
  ["offer.nonce", "01", /in quotes/],
  ["offer.nonce", "-1", /in quotes/],
  ["offer.nonce", "1e3", /in quotes/],
  ["offer.nonce", " 1", /in quotes/],
  ["offer.nonce", "0x1", /in quotes/],
  ["offer.nonce", "", /in quotes/],
  ["offer.nonce", String(2n ** 32n), /below 2\^32/],
  ["offer.pricePerHour", String(2n ** 96n), /below 2\^96/],
  ["offer.pricePerHour", "9".repeat(29), /below 2\^96/],
  ["offer.expiry", String(2n ** 40n), /below 2\^40/],
  ["offer.maxFeeBps", "65536", /below 2\^16/],
  ["offer.rolling", "true", /true or false/],
  ["offer.rolling", 1, /true or false/],
  ["offer.machine", "0x12", /64 hexadecimal digits/],
]

for (const [library, sdk] of Object.entries({ viem: onViem, ethers: onEthers })) {
  const { offerLink, offerQrText, parseOffer, parseOfferLink, serializeOffer } = sdk

  const faultsOf = (read: () => unknown) => {
    try {
      read()
    } catch (error) {
      if (error instanceof OfferUnreadableError) return error.args.faults
      throw error
    }
    return []
  }

  describe(`SDK: signed offers that travel, on ${library}`, () => {
    it("default: JSON, a link and a QR code's text are read as what was written", async () => {
      const plain = await signed()
      const zero: Offer = { ...plain.offer, nonce: 0n, bond: 0n, rolling: true }
      const variants: readonly SignedOffer[] = [
        plain,
        { ...plain, document },
        { ...plain, offer: zero, chainId: Number.MAX_SAFE_INTEGER },
        { ...plain, offer: { ...plain.offer, ...highest }, hostSignature: "0x" },
        { ...plain, hostSignature: `0x${"ab".repeat(200)}` },
      ]
      for (const [index, variant] of variants.entries()) {
        const text = serializeOffer(variant)
        expect(parseOffer(text), `JSON ${index}`).to.deep.equal(variant)
        expect(JSON.parse(text).version, "version").to.equal(1)
        expect(parseOffer(serializeOffer(variant, { indent: 2 })), "indented").to.deep.equal(variant)
        const link = offerLink("https://example.com/rent?x=1", variant)
        expect(parseOfferLink(link), `link ${index}`).to.deep.equal(variant)
        expect(new URL(link).hash, "only the fragment has it").to.equal(
          link.slice("https://example.com/rent?x=1".length),
        )
        expect(parseOfferLink(offerQrText(variant)), `QR code ${index}`).to.deep.equal(variant)
        expect(offerQrText(variant, "https://example.com/"), "QR code's link").to.equal(
          offerLink("https://example.com/", variant),
        )
      }
    })

    it("behavior: the texts of a QR code have the lengths that are documented, in its alphabet", async () => {
      const plain = await signed()
      const text = offerQrText(plain)
      expect(text, "alphanumeric mode").to.match(/^[0-9A-Z $%*+\-./:]+$/)
      expect(text, "for a scanner").to.have.length(511)
      const base = "https://example.com/rent"
      expect(offerQrText(plain, base), "a link").to.have.length(base.length + 454)
      const long = { ...plain, document: { notes: "a".repeat(3_000) } }
      expect(() => offerQrText(long), "too long").to.throw("a QR code can hold")
      expect(parseOfferLink(offerLink(base, long)), "a link has no such limit").to.deep.equal(long)
    })

    it("behavior: addresses in small letters get capital ones; what a printed offer adds is ignored", async () => {
      const plain = await signed()
      const text = change(serializeOffer(plain), "escrow", plain.escrow.toLowerCase())
      const printed = change(change(text, "takeable", true), "problems", [{ field: "x" }])
      expect(parseOffer(printed), "offer").to.deep.equal(plain)
    })

    it("error: OfferUnreadable names every field that is wrong; the schema gives the same verdict", async () => {
      const validate = new Ajv2020({ strict: true }).compile(schema)
      const good = serializeOffer({ ...(await signed()), document })
      expect(validate(JSON.parse(good)), "a valid offer").to.equal(true)
      for (const [name, value] of Object.entries(highest)) {
        const text = change(good, `offer.${name}`, String(value))
        expect([validate(JSON.parse(text)), faultsOf(() => parseOffer(text))], name).to.deep.equal([true, []])
      }
      for (const [field, value, problem] of WRONG) {
        const text = change(good, field, value)
        const label = `${field}: ${JSON.stringify(value)}`
        const [fault, ...others] = faultsOf(() => parseOffer(text))
        expect([fault?.field, others], label).to.deep.equal([field, []])
        expect(fault?.problem, label).to.match(problem)
        expect(validate(JSON.parse(text)), `schema: ${label}`).to.equal(false)
      }
      const two = change(change(good, "offer.nonce", 1), "escrow", "0x")
      expect(
        faultsOf(() => parseOffer(two)).map(({ field }) => field),
        "all of them",
      ).to.deep.equal(["escrow", "offer.nonce"])
      const { escrow } = JSON.parse(good)
      const swapped = `0x${escrow
        .slice(2)
        .replace(/[a-z]/i, (letter: string) =>
          letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
        )}`
      expect(faultsOf(() => parseOffer(change(good, "escrow", swapped)))[0]?.problem, "typing error").to.match(
        /capital/,
      )
    })

    it("error: OfferUnreadable for a text that is not an offer", async () => {
      const good = serializeOffer(await signed())
      for (const text of ["", "null", "[]", "12", '"offer"', good.slice(0, -1), "a".repeat(100_001)]) {
        expect(faultsOf(() => parseOffer(text))[0]?.field, text.slice(0, 20)).to.equal("")
      }
    })

    it("error: OfferUnreadable for a link that was changed or cut off", async () => {
      const plain = await signed()
      const link = offerLink("https://example.com/", plain)
      const qr = offerQrText(plain)
      const bad = [
        "",
        "https://example.com/",
        "https://example.com/?offer=AQ",
        "https://example.com/#offer=",
        link.slice(0, -1),
        link.slice(0, -40),
        `${link}A`,
        `${link}=`,
        link.replace("offer=A", "offer=B"),
        link.replace("offer=", "offer=*"),
        qr.slice(0, -1),
        qr.slice(0, -30),
        `${qr}:::`,
        qr.toLowerCase(),
        `GPUFLOW:${keccak256(toHex(qr))}`,
      ]
      for (const text of bad) {
        expect(
          faultsOf(() => parseOfferLink(text)),
          text.slice(0, 60),
        ).not.to.deep.equal([])
      }
    })

    it("error: InvalidInput for what is not an offer, and for a base with a fragment", async () => {
      const plain = await signed()
      expect(() => serializeOffer({ ...plain, chainId: 0 })).to.throw("chainId")
      expect(() => serializeOffer({ ...plain, escrow: "0x12" })).to.throw("escrow")
      expect(() => serializeOffer({ ...plain, offer: { ...plain.offer, nonce: 2n ** 32n } })).to.throw("nonce")
      expect(() => offerLink("https://example.com/#/rent", plain)).to.throw("fragment")
      expect(() => offerLink("rent", plain)).to.throw("fragment")
    })
  })
}
