import { canonicalDocument, InvalidDocumentError, parseDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument, hashMachineName } from "@gpuflow/escrow/offer"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { expect } from "chai"
import { hashTypedData, keccak256, toHex } from "viem"
import { InvalidInputError } from "../../sdk/core/codec.ts"

const document = {
  version: 1,
  name: "rack 3",
  gpu: { model: "H100", count: 8, memoryMiB: 81_559 },
  network: { upMbps: 1_000, downMbps: 2_000 },
  location: "Gera",
} as const

describe("documents of machines", () => {
  it("default: a document has one form and one hash, whatever the order of its fields", () => {
    const text = canonicalDocument(parseDocument(document))
    expect(text, "sorted").to.equal(
      '{"gpu":{"count":8,"memoryMiB":81559,"model":"H100"},"location":"Gera","name":"rack 3","network":{"downMbps":2000,"upMbps":1000},"version":1}',
    )
    const reordered = parseDocument(Object.fromEntries(Object.entries(document).toReversed()))
    expect(hashMachineDocument(reordered), "hashes").to.deep.equal({
      machine: keccak256(toHex("rack 3")),
      spec: keccak256(toHex(text)),
    })
  })

  it("behavior: spaces around a text do not count, and neither does the form of its characters", () => {
    const spelt = parseDocument({ ...document, name: " rack 3 ", location: "Go\u0308rlitz" })
    expect([spelt.name, spelt.location], "read").to.deep.equal(["rack 3", "G\u00f6rlitz"])
    expect(hashMachineName(" rack 3 "), "id").to.equal(hashMachineName("rack 3"))
  })

  it("behavior: the way into the machine is part of what is hashed, and changes no other document", () => {
    const hostKey = `SHA256:${"A".repeat(43)}`
    const access = { hostKey, endpoint: "https://gpu-1.example/door" }
    const read = parseDocument({ ...document, access })
    expect(read.access, "access").to.deep.equal(access)
    expect(canonicalDocument(read), "sorted").to.include(
      `{"access":{"endpoint":"https://gpu-1.example/door","hostKey":"${hostKey}"},"gpu"`,
    )
    expect(hashMachineDocument(read).spec, "hash").to.not.equal(hashMachineDocument(parseDocument(document)).spec)
    const local = { ...access, endpoint: "http://127.0.0.1:8443", certificate: hostKey }
    expect(parseDocument({ ...document, access: local }).access, "on this computer").to.deep.equal(local)
  })

  it("error: a door that is not safe to ask, and fingerprints that have another form", () => {
    const hostKey = `SHA256:${"A".repeat(43)}`
    const good = { endpoint: "https://gpu-1.example", hostKey }
    for (const [changes, field] of [
      [{ endpoint: undefined }, "access.endpoint"],
      [{ hostKey: undefined }, "access.hostKey"],
      [{ endpoint: "http://gpu-1.example" }, "access.endpoint"],
      [{ endpoint: "http://127.0.0.1.example" }, "access.endpoint"],
      [{ endpoint: "ftp://gpu-1.example" }, "access.endpoint"],
      [{ endpoint: "gpu-1.example" }, "access.endpoint"],
      [{ endpoint: "https://me:secret@gpu-1.example" }, "access.endpoint"],
      [{ endpoint: "https://gpu-1.example/" }, "access.endpoint"],
      [{ endpoint: "https://GPU-1.example" }, "access.endpoint"],
      [{ endpoint: "https://gpu-1.example:443" }, "access.endpoint"],
      [{ endpoint: "https://gpu-1.example/a/../b" }, "access.endpoint"],
      [{ endpoint: "https://gpu-1.example?" }, "access.endpoint"],
      [{ endpoint: "https://gpu-1.example#door" }, "access.endpoint"],
      [{ endpoint: `https://gpu-1.example/${"x".repeat(200)}` }, "access.endpoint"],
      [{ hostKey: "A".repeat(43) }, "access.hostKey"],
      [{ hostKey: `SHA256:${"A".repeat(43)}=` }, "access.hostKey"],
      [{ hostKey: `SHA256:${"A".repeat(42)}B` }, "access.hostKey"],
      [{ hostKey: `MD5:${"A".repeat(43)}` }, "access.hostKey"],
      [{ certificate: "" }, "access.certificate"],
      [{ port: 22 }, "access.port"],
    ] as const) {
      expect(() => parseDocument({ ...document, access: { ...good, ...changes } }), JSON.stringify(changes))
        .to.throw(InvalidDocumentError)
        .with.nested.property("args.faults[0].field", field)
    }
    expect(() => parseDocument({ ...document, access: null }), "null").to.throw(InvalidDocumentError)
  })

  it("error: every wrong field is named", () => {
    const cases = [
      [undefined, [""]],
      [[], [""]],
      [{ ...document, version: 2 }, ["version"]],
      [{ ...document, gpu: { model: "", count: 0, memoryMiB: 1.5 } }, ["gpu.model", "gpu.count", "gpu.memoryMiB"]],
      [{ ...document, gpu: { model: "H100", count: 2 ** 53, memoryMiB: Number.NaN } }, ["gpu.count", "gpu.memoryMiB"]],
      [{ ...document, disk: { kind: "tape", GiB: 1 } }, ["disk.kind"]],
      [{ ...document, location: "x".repeat(201), owner: "x" }, ["location", "owner"]],
      [{ ...document, location: "a\u200bb" }, ["location"]],
      [
        JSON.parse('{"version":1,"name":"m","gpu":{"model":"A","count":1,"memoryMiB":1},"__proto__":{}}'),
        ["__proto__"],
      ],
    ] as const
    for (const [value, fields] of cases) {
      const read = () => parseDocument(value)
      expect(read, JSON.stringify(value)).to.throw(InvalidDocumentError)
      try {
        read()
      } catch (error) {
        if (!(error instanceof InvalidDocumentError)) throw error
        expect(
          error.args.faults.map(({ field }) => field),
          JSON.stringify(value),
        ).to.deep.equal(fields)
      }
    }
  })
})

describe("offerRemovalTypedData", () => {
  const host = `0x${"11".repeat(20)}` as const
  const escrow = `0x${"22".repeat(20)}` as const
  const machine = `0x${"33".repeat(32)}` as const

  it("default: binds the chain, the escrow, the host, the machine, and the expiry", () => {
    const digest = (expiry: bigint, chainId = 137) =>
      hashTypedData(offerRemovalTypedData({ escrow, chainId, removal: { host, machine, expiry } }))
    expect(
      offerRemovalTypedData({ escrow, chainId: 137, removal: { host, machine, expiry: 5n } }).domain,
    ).to.deep.equal({
      name: "GPUFlow Board",
      version: "1",
      chainId: 137,
      verifyingContract: escrow,
    })
    expect(new Set([digest(5n), digest(6n), digest(5n, 80_002)]).size, "digests").to.equal(3)
  })

  it("error: a value that a field cannot hold", () => {
    const build = (removal: object) => () =>
      offerRemovalTypedData({ escrow, chainId: 137, removal: { host, machine, expiry: 5n, ...removal } })
    expect(build({ expiry: 2n ** 40n }), "expiry").to.throw(InvalidInputError)
    expect(build({ machine: "0x12" }), "machine").to.throw(InvalidInputError)
  })
})
